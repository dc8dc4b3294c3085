// The composer: drafts kept in this browser, files shown before they go, answers shown before they are stored.

const largestFile = 25000000
// The server takes 50 MB in all; the text and the form's own lines need some of it.
const largestTotal = 48900000
const drafts = isStaff ? localStorage : sessionStorage
const composer = () => find('[data-composer]')
const draftName = (form) => `draft ${form.dataset.composer}`

function keepDraft() {
  const form = composer()
  if (!form) return
  const text = form.elements.message.value
  if (text.trim()) drafts.setItem(draftName(form), text)
  else drafts.removeItem(draftName(form))
}

function prepareComposer() {
  const form = composer()
  const kept = form && drafts.getItem(draftName(form))
  if (kept && !form.elements.message.value.trim()) {
    form.elements.message.value = kept
    sayKept(form)
  }
}

function sayKept(form) {
  const mark = find('[data-draft]', form)
  if (mark) mark.textContent = drafts.getItem(draftName(form)) ? word('Draft') : ''
}

let keeping
document.addEventListener('input', (event) => {
  const form = event.target.closest?.('[data-composer]')
  if (!form || event.target.name !== 'message') return
  clearTimeout(keeping)
  keeping = setTimeout(() => { keepDraft(); sayKept(form) }, 400)
})
addEventListener('pagehide', keepDraft)

// Whoever signs out leaves nothing behind.
document.addEventListener('submit', (event) => {
  if (!event.target.action?.endsWith('/sign-out')) return
  clearTimeout(keeping)
  for (const store of [localStorage, sessionStorage]) {
    Object.keys(store).filter((name) => name.startsWith('draft ')).forEach((name) => store.removeItem(name))
  }
})

async function sendAnswer(form, sender) {
  const body = new FormData(form, sender)
  const field = form.elements.message
  const text = field.value
  const files = find('[type="file"]', form)
  const pending = showPending(text, body.get('kind'))
  form.inert = true
  field.value = ''
  clearTimeout(keeping)
  drafts.removeItem(draftName(form))
  sayKept(form)
  try {
    const content = await fetchPart(form.action, 'ticket', { method: 'POST', body })
    pending.remove()
    files.value = ''
    showChosen(files)
    find('.error', form)?.parentElement.remove()
    find('[data-kept]', form)?.replaceChildren()
    patchTicket(content)
  } catch (failure) {
    pending.remove()
    field.value = text
    keepDraft()
    const reason = failure.content?.querySelector('.error')?.textContent.trim()
    toast(reason || word('Failed'))
  }
  form.inert = false
  if (isStaff) refreshSoon('list')
  field.focus()
}

/** The answer as it will stand, paler until the server has it. */
function showPending(text, kind) {
  const node = document.createElement(isStaff ? 'article' : 'li')
  node.className = isStaff ? `message pending ${kind === 'note' ? 'note' : 'staff'}` : 'mine pending'
  const box = document.createElement('div')
  box.className = isStaff ? 'text' : ''
  for (const part of text.trim().split(/\n\s*\n/)) {
    const line = document.createElement('p')
    line.innerText = part
    box.append(line)
  }
  node.append(box)
  logIn(document).append(node)
  const pane = find('#talk')
  if (pane) pane.scrollTop = 0
  say(word('Sending'))
  return node
}

/** A form that changes the open ticket and nothing else: status, assignee. */
async function sendChange(form, sender) {
  try {
    form.hidePopover?.()
  } catch {
    // It was not open.
  }
  try {
    const body = new URLSearchParams(new FormData(form, sender))
    patchTicket(await fetchPart(form.action, 'ticket', { method: 'POST', body }))
    refreshSoon('list')
  } catch {
    form.removeAttribute('data-swap')
    form.requestSubmit(sender)
  }
}

/** Undo: what was written stands in the composer again. */
async function takeBack(button) {
  button.inert = true
  try {
    const content = await fetchPart(button.action, 'ticket', { method: 'POST' })
    const [form, fresh] = [composer(), content.querySelector('[data-composer]')]
    const text = fresh.elements.message.value.trim()
    patchTicket(content)
    if (!text) return toast(word('TooLate'))
    const field = form.elements.message
    field.value = [text, field.value.trim()].filter(Boolean).join('\n\n')
    find('[data-kept]', form).replaceChildren(...find('[data-kept]', fresh).children)
    keepDraft()
    write('reply')
  } catch {
    button.removeAttribute('data-take-back')
    button.requestSubmit()
  }
}

/** The seconds that an answer still waits; then the ticket is asked for again, which knows whether it has gone. */
setInterval(() => {
  for (const mark of findAll('[data-countdown]')) {
    const left = Number(mark.dataset.countdown) - 1
    mark.dataset.countdown = left
    if (left > 0) mark.textContent = `${word('SendsIn')} ${left}\u00a0${word('Seconds')}`
    else if (left > -30) refreshSoon('ticket')
  }
}, 1000)

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event
  if (event.defaultPrevented) return
  if (form.matches('[data-composer]') && !submitter?.hasAttribute('formaction')) {
    event.preventDefault()
    sendAnswer(form, submitter)
  } else if (form.matches('[data-take-back]')) {
    event.preventDefault()
    takeBack(form)
  } else if (form.matches('[data-swap]')) {
    event.preventDefault()
    sendChange(form, submitter)
  } else if (form.matches('[data-once]')) {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    setTimeout(() => delete form.dataset.sent, 8000)
  }
})

prepareComposer()
