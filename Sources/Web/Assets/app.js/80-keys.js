// Keys, by their place on the keyboard: J is J on a Russian layout too.

const rows = () => findAll('#list .row')

function moveBy(step) {
  const all = rows()
  if (!all.length) return
  const focused = document.activeElement?.closest?.('#list .row')
  const from = all.indexOf(focused ?? find('#list .row[aria-current]'))
  const next = all[Math.min(Math.max(from + step, 0), all.length - 1)]
  const link = find('.subject', next)
  link.focus()
  prefetch(link)
}

function backToList() {
  if (page.dataset.screen !== 'ticket') return
  if (matchMedia('(max-width: 899px)').matches) find('[data-back]')?.click()
  else (find('#list .row[aria-current] .subject') ?? find('#list'))?.focus()
}

function write(kind) {
  const form = composer()
  if (!form) return
  const tab = find(`[name="kind"][value="${kind}"]`, form)
  if (tab) tab.checked = true
  form.elements.message.focus()
}

/** A menu by its key, with the choice that stands under the keys. */
function openMenu(id) {
  const menu = find(`#${id}`)
  if (!menu) return
  find(`[popovertarget="${id}"]`).click()
  const choice = find('[aria-current]', menu) ?? find('button', menu)
  choice.focus()
}

/** Arrows walk through an open menu. */
function walkMenu(event) {
  const menu = event.target.closest?.('.menu:popover-open')
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!menu || !step || isTyping(event.target)) return false
  const items = findAll('button, a', menu)
  items[(items.indexOf(event.target) + step + items.length) % items.length].focus()
  return true
}

function copyNumber() {
  const link = find('[data-copy]')
  if (!link) return
  // A secret link is not shown about.
  const done = () => toast(link.dataset.copy.length > 40 ? word('Copied') : `${word('Copied')}: ${link.dataset.copy}`)
  if (navigator.clipboard) navigator.clipboard.writeText(link.dataset.copy).then(done, () => {})
  else if (copyByHand(link.dataset.copy)) done()
}

/** Browsers keep the clipboard from pages that come by plain http; the old way still works there. */
function copyByHand(text) {
  const field = document.createElement('textarea')
  field.value = text
  page.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  return isCopied
}

const acts = {
  KeyJ: () => moveBy(1),
  KeyK: () => moveBy(-1),
  KeyU: backToList,
  Escape: backToList,
  KeyR: () => write('reply'),
  KeyM: () => write('note'),
  KeyA: () => openMenu('assignee-menu'),
  KeyS: () => openMenu('status-menu'),
  KeyI: () => find('[data-me]')?.click(),
  KeyE: () => find('[data-resolve]')?.click(),
  KeyZ: () => findAll('[data-take-back] button').at(-1)?.click(),
  Period: copyNumber,
}

function isTyping(element) {
  return element.closest?.('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]')
}

document.addEventListener('keydown', (event) => {
  if (event.isComposing) return
  const form = event.target.closest?.('[data-composer]')
  if (form && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    const button = event.shiftKey ? find('#send-menu [value="resolved"]', form) : null
    form.requestSubmit(button ?? findAll('[data-send]', form).find((one) => one.offsetParent))
    return
  }
  if (walkMenu(event)) return event.preventDefault()
  if (isTyping(event.target)) {
    if (event.key === 'Escape') event.target.blur()
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !isStaff || find('dialog[open], :popover-open')) return
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) find('#keys')?.showModal()
  else if (event.key === '/' || event.code === 'Slash') find('#side [type="search"]')?.focus()
  else if (!event.shiftKey && acts[event.code]) acts[event.code]()
  else return
  event.preventDefault()
})

document.addEventListener('click', (event) => {
  if (event.target.closest?.('[data-help]')) {
    find('#account')?.hidePopover()
    find('#keys')?.showModal()
  }
  if (event.target.closest?.('[data-copy]') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    copyNumber()
  }
})

// A choice needs no button.
document.addEventListener('change', (event) => {
  if (event.target.matches('[data-filter] select, [data-pick] :is(select, input)')) event.target.form.requestSubmit()
})

// What is not chosen stays out of the address, which somebody may send to a colleague.
document.addEventListener('formdata', ({ target, formData }) => {
  if (target.id !== 'filters') return
  for (const [name, value] of [...formData]) if (!value) formData.delete(name)
})
