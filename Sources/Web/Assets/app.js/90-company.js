// The connection test of a mailbox: step by step as it is made, with what is typed left where it is.

async function testConnection(form, button) {
  const holder = find('[data-steps]', form)
  button.disabled = true
  try {
    const body = new URLSearchParams(new FormData(form))
    const response = await fetch(button.formAction, { method: 'POST', body, headers: { 'X-Part': 'steps' } })
    if (!response.ok || !response.body) throw new Error(`${response.status}`)
    await showSteps(response.body, holder)
  } catch {
    button.removeAttribute('data-test')
    button.disabled = false
    form.requestSubmit(button)
    return
  }
  button.disabled = false
  holder.scrollIntoView({ block: 'nearest' })
}

/** The first line holds the list, each further one a step. */
async function showSteps(stream, holder) {
  holder.replaceChildren()
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      const list = find('.steps', holder)
      if (list) list.insertAdjacentHTML('beforeend', line)
      else holder.innerHTML = line
    }
  }
}

// What is there to be copied is taken whole.
document.addEventListener('focusin', ({ target }) => { if (target.matches?.('[data-whole]')) target.select() })

document.addEventListener('submit', (event) => {
  if (!event.submitter?.matches('[data-test]')) return
  event.preventDefault()
  testConnection(event.target, event.submitter)
})
