// The composer: drafts kept in this browser, files shown before they go, answers shown before they are stored.

const largestFile = 25000000
// The server takes 50 MB in all; the text and the form's own lines need some of it.
const largestTotal = 48900000
const drafts = isStaff ? localStorage : sessionStorage
const composer = () => find('[data-composer]')
const draftName = (form) => `draft ${form.dataset.composer}`

/** A browser keeps some megabytes: what does not fit, or where it keeps nothing at all, must stop nothing else. */
function remember(store, name, text) {
  try {
    store.setItem(name, text)
  } catch {
    store.removeItem(name)
  }
}

/** Drafts whose text is on its way: they stay until it has arrived, and are not offered meanwhile. */
const underWay = new Set()

function keepDraft() {
  const form = composer()
  if (!form || underWay.has(draftName(form))) return
  const text = form.elements.message.value
  if (text.trim()) remember(drafts, draftName(form), text)
  else drafts.removeItem(draftName(form))
}

function prepareComposer() {
  const form = composer()
  const kept = form && !underWay.has(draftName(form)) && drafts.getItem(draftName(form))
  // It had gone out when the page was left in the midst of sending.
  if (kept && wasSaid(kept)) drafts.removeItem(draftName(form))
  else if (kept && !form.elements.message.value.trim()) {
    form.elements.message.value = kept
    sayKept(form)
  }
}

function wasSaid(text) {
  const inOne = (words) => words.replace(/\s+/g, ' ').trim()
  return findAll('.message.staff .text').some((said) => inOne(said.textContent) === inOne(text))
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
    Object.keys(store).filter((name) => /^(draft|sent) /.test(name)).forEach((name) => store.removeItem(name))
  }
})

async function sendAnswer(form, sender) {
  const body = new FormData(form, sender)
  const field = form.elements.message
  const text = field.value
  const files = find('[type="file"]', form)
  const names = [...files.files].map((file) => file.name).concat(keptFiles(form).map((file) => file.name))
  if (!text.trim() && !names.length) {
    toast(word('Empty'))
    return field.focus()
  }
  find('#send-menu', form)?.hidePopover()
  const pending = showPending(text.trim().slice(0, 20000) || names.join(', '), body.get('kind'))
  const name = draftName(form)
  form.inert = true
  field.value = ''
  clearTimeout(keeping)
  if (text.trim()) remember(drafts, name, text)
  underWay.add(name)
  find('[data-draft]', form)?.replaceChildren()
  try {
    const content = await fetchPart(form.action, 'ticket', { method: 'POST', body })
    underWay.delete(name)
    drafts.removeItem(name)
    pending.remove()
    setFiles(files, [])
    forgetProblem(form)
    forgetNews(form)
    find('[data-kept]', form)?.replaceChildren()
    if (patchTicket(content)) keepSent(text)
  } catch (failure) {
    underWay.delete(name)
    pending.remove()
    giveBack(form, text)
    // The session has ended: the page leads to the sign-in and back, and the draft is kept.
    if (failure.status === 401) return location.reload()
    // Somebody who has gone on to another ticket is told of which one it was; the text waits there as a draft.
    if (failure.status === 413) toast(word('TooMuch'))
    else if (form.isConnected) sayProblem(form, failure.content)
    else toast(`${form.dataset.composer}: ${word('Failed')}`)
  }
  form.inert = false
  if (isStaff) refreshSoon('list')
  if (form.isConnected) field.focus()
}

/** The text of an answer that did not go out, in its own composer alone: another ticket may be open by now. */
function giveBack(form, text) {
  const open = composer()
  if (!open || draftName(open) !== draftName(form)) return
  const field = open.elements.message
  field.value = [text, field.value.trim()].filter(Boolean).join('\n\n')
  keepDraft()
  sayKept(open)
}

/** A colleague has answered what somebody types an answer to: said where it is typed, before it is sent. */
function sayNews(form, names) {
  if (!names.length || find('.error', form)) return
  forgetNews(form)
  const box = document.createElement('div')
  box.className = 'inset news'
  const line = document.createElement('p')
  line.className = 'notice slim warn'
  line.setAttribute('role', 'alert')
  line.textContent = `${names.join(', ')} ${word('Answered')}`
  box.append(line)
  form.prepend(box)
}

const forgetNews = (form) => find('.news', form)?.remove()

/** Why it was not sent, above the composer or in a toast. Of an answer that a colleague sent meanwhile, the answer too. */
function sayProblem(form, content) {
  const reason = content && find('.error', content)
  if (!reason) return toast(word('Failed'))
  forgetProblem(form)
  forgetNews(form)
  const box = document.createElement('div')
  box.className = 'inset'
  box.append(reason)
  form.prepend(box)
  const fresh = find('[data-composer]', content)
  if (form.elements.after && fresh?.elements.after) form.elements.after.value = fresh.elements.after.value
  if (isStaff) refreshSoon('ticket')
}

const forgetProblem = (form) => find('.error', form)?.parentElement.remove()

/** Files of an answer that was taken back, as long as they are ticked. */
function keptFiles(form) {
  return findAll('[data-kept] input:checked', form).map((box) => ({
    id: box.value, name: find('.clip', box.parentElement).textContent, size: find('small', box.parentElement).textContent,
  }))
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
  } catch (failure) {
    if (failure.status === 401) return location.reload()
    form.removeAttribute('data-swap')
    form.requestSubmit(sender)
  }
}

// What was sent stays in this tab until it has gone out: should the answer to "Undo" be lost, the text is not.
const sentName = (form) => `sent ${form.getAttribute('action')}`

function keepSent(text) {
  const form = findAll('[data-take-back]').at(-1)
  if (!form || sessionStorage.getItem(sentName(form))) return
  const files = findAll('a.file', form.closest('.message')).map((chip) => ({
    id: chip.pathname.split('/').at(-1), name: find('.clip', chip).textContent, size: find('small', chip).textContent,
  }))
  remember(sessionStorage, sentName(form), JSON.stringify({ ticket: find('#ticket').dataset.ticket, text, files }))
}

/** Once the page is up to date: an answer that was undone stands in the composer again, one that has gone is forgotten. */
function settleSent() {
  for (const name of Object.keys(sessionStorage).filter((name) => name.startsWith('sent '))) {
    const { ticket, text, files, isTried } = JSON.parse(sessionStorage.getItem(name))
    if (ticket !== find('#ticket')?.dataset.ticket || !composer()) continue
    const action = name.slice(5)
    const id = action.split('/').at(-2)
    if (find(`[data-take-back][action="${action}"]`)) continue
    sessionStorage.removeItem(name)
    if (isTried && !find(`#message-${id}`)) putBack(text, files)
  }
}

function putBack(text, files = []) {
  const field = composer().elements.message
  field.value = [text, field.value.trim()].filter(Boolean).join('\n\n')
  const known = findAll('[data-kept] input', composer()).map((box) => box.value)
  find('[data-kept]', composer()).append(...files.filter((file) => !known.includes(file.id)).map(keptItem))
  keepDraft()
  sayKept(composer())
  write('reply')
}

/** As the server writes it. */
function keptItem({ id, name, size }) {
  const item = document.createElement('li')
  const label = document.createElement('label')
  label.className = 'pick'
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'kept', value: id, checked: true })
  const title = Object.assign(document.createElement('span'), { className: 'clip', textContent: name })
  const small = Object.assign(document.createElement('small'), { className: 'faint', textContent: size })
  label.append(box, ' ', title, ' ', small)
  item.append(label)
  return item
}

/** Undo: what was written stands in the composer again, with its files. */
async function takeBack(form) {
  const name = sentName(form)
  const sent = sessionStorage.getItem(name)
  form.inert = true
  let content
  try {
    if (sent) remember(sessionStorage, name, JSON.stringify({ ...JSON.parse(sent), isTried: true }))
    content = await fetchPart(form.action, 'ticket', { method: 'POST', body: new URLSearchParams(new FormData(form)) })
  } catch (failure) {
    form.inert = false
    if (failure.status === 401) return location.reload()
    if (failure.status && failure.status < 500) {
      form.removeAttribute('data-take-back')
      return form.requestSubmit()
    }
    // Nobody knows whether it has arrived: the ticket does.
    toast(word('Failed'))
    return refreshSoon('ticket')
  }
  form.inert = false
  const fresh = content.querySelector('[data-composer]')
  const text = fresh.elements.message.value.trim()
  const kept = [...find('[data-kept]', fresh).children]
  const isBack = text || kept.length
  if (isBack) sessionStorage.removeItem(name)
  patchTicket(content)
  if (!isBack) {
    const isGone = !find(`#message-${name.split('/').at(-2)}`)
    return toast(word(isGone ? 'TakenBack' : 'TooLate'))
  }
  find('[data-kept]', composer()).append(...kept)
  putBack(text)
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
if (isStaff) settleSent()
