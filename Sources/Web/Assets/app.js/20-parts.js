// Parts of pages: asked for by X-Part, put in place by id. What the reader holds open stays as it is.

/** @returns the elements of a part; throws where the server answered anything else. */
async function fetchPart(url, part, options = {}) {
  const headers = { 'X-Part': part, ...options.headers }
  const response = await fetch(url, { ...options, headers, credentials: 'same-origin' })
  const holder = document.createElement('template')
  holder.innerHTML = await response.text()
  if (!response.ok) throw Object.assign(new Error(`${response.status}`), { status: response.status, content: holder.content })
  // A session that has ended answers with a whole page.
  if (!holder.content.querySelector(`#${part}`)) throw Object.assign(new Error('no part'), { status: 401 })
  return holder.content
}

/** What a node looked like when the server sent it: later states of folds and switches are the reader's. */
const sources = new WeakMap()
const sourceOf = (node) => {
  if (!sources.has(node)) sources.set(node, node.outerHTML)
  return sources.get(node)
}

/** What holds the messages: the log itself, or the list in it. */
const logIn = (root) => find('.chat', root) ?? find('[role="log"]', root)

/** Brings a conversation up to date: keeps what is the same, adds what is new. */
function patchLog(log, fresh) {
  const old = new Map([...log.children].map((node) => [node.id || sourceOf(node), node]))
  const known = new Set([...log.children].map((node) => node.id))
  const nodes = [...fresh.children].map((node) => {
    const source = sourceOf(node)
    const kept = old.get(node.id || source)
    if (kept && sourceOf(kept) === source) return kept
    if (node.id && !known.has(node.id)) node.classList.add('fresh')
    return node
  })
  const isSame = nodes.length === log.children.length && nodes.every((node, index) => node === log.children[index])
  if (!isSame) log.replaceChildren(...nodes)
}

/** The same region with new content, its scroll position and folds kept. */
function patchDetails(fresh) {
  const details = find('#details')
  if (!details || !fresh || sources.get(details) === fresh.innerHTML) return
  sources.set(details, fresh.innerHTML)
  const focused = details.contains(document.activeElement) ? document.activeElement.id : ''
  const isOpen = findAll('details', details).map((fold) => fold.open)
  details.replaceChildren(...fresh.childNodes)
  findAll('details', details).forEach((fold, index) => { if (index in isOpen) fold.open = isOpen[index] })
  if (focused) find(`#${CSS.escape(focused)}`, details)?.focus({ preventScroll: true })
}

/** An answer that is being typed was begun before what came meanwhile; one that is not begun is not. */
function patchComposer(now, fresh) {
  const [old, next] = [find('[name="after"]', now), find('[name="after"]', fresh)]
  if (!old || !next) return
  if (!old.form.elements.message.value.trim()) {
    old.value = next.value
    forgetNews(old.form)
  } else {
    const answers = findAll('.message.staff[id]', fresh).filter((node) => !find(`#${CSS.escape(node.id)}`, now))
    sayNews(old.form, answers.filter((node) => !find('[data-take-back]', node)).map((node) => find('.who b', node)?.textContent ?? ''))
  }
}

function patchTicket(content) {
  const [now, fresh] = [find('#ticket'), content.querySelector('#ticket')]
  if (!now || !fresh || now.dataset.ticket !== fresh.dataset.ticket) return false
  const swap = (selector) => {
    const [old, next] = [find(selector, now), find(selector, fresh)]
    if (old && next && old.outerHTML !== next.outerHTML && !find(':popover-open', old)) old.replaceWith(next)
  }
  keepWayBack(now, fresh)
  patchComposer(now, fresh)
  swap('#head')
  swap('#menus')
  const [log, freshLog] = [logIn(now), logIn(fresh)]
  const pane = find('#talk')
  const above = pane ? pane.scrollHeight + pane.scrollTop : 0
  const isAtEnd = !pane || pane.scrollTop > -40
  patchLog(log, freshLog)
  if (pane && !isAtEnd) pane.scrollTop = above - pane.scrollHeight
  patchDetails(content.querySelector('#details'))
  if (!isStaff) {
    const [head, freshHead] = [now.firstElementChild, fresh.firstElementChild]
    if (head.outerHTML !== freshHead.outerHTML) head.replaceWith(freshHead)
  }
  if (isStaff) settleSent()
  watchFrames()
  return true
}

/** "Back" leads to the view that the reader came from, which a part does not know. */
function keepWayBack(now, fresh) {
  const [old, next] = [find('[data-back]', now), find('[data-back]', fresh)]
  if (old && next) next.replaceWith(old.cloneNode(true))
}

function patchList(content) {
  const [now, fresh] = [find('#list'), content.querySelector('#list')]
  // What somebody chooses just now stays; the list is fetched again once it closes.
  if (!now || !fresh || find('#filters:popover-open', now)) return
  const scroll = now.scrollTop
  const row = now.contains(document.activeElement) ? document.activeElement.closest('[data-ticket], [data-key]') : null
  keepFurtherRows(now, fresh)
  // What is wrong with a mailbox stays open while somebody reads it.
  findAll('#ailing details', now).forEach((fold, index) => { if (fold.open) findAll('#ailing details', fresh)[index]?.setAttribute('open', '') })
  now.replaceWith(fresh)
  fresh.scrollTop = scroll
  if (row) {
    const [name, value] = row.dataset.ticket ? ['ticket', row.dataset.ticket] : ['key', row.dataset.key]
    find(`[data-${name}="${CSS.escape(value)}"] a`, fresh)?.focus({ preventScroll: true })
  }
  for (const id of ['views', 'health']) {
    const [old, next] = [find(`#${id}`), content.querySelector(`#${id}`)]
    // What somebody reads just now stays.
    if (old && next && !find(':popover-open', old)) old.replaceWith(next)
  }
  markOpenRow()
}

/** Rows of further pages, which the first page's part does not hold. */
function keepFurtherRows(now, fresh) {
  const rows = find('.rows', fresh)
  if (!now.dataset.extended || !rows) return
  fresh.dataset.extended = 'yes'
  const seen = new Set(findAll('[data-ticket]', rows).map((row) => row.dataset.ticket))
  findAll('.rows > [data-ticket]', now).forEach((row) => { if (!seen.has(row.dataset.ticket)) rows.append(row) })
  find('.further', fresh)?.remove()
  const further = find('.further', now)
  if (further) fresh.append(further)
}

const markOpenRow = () => markRow(find('#ticket')?.dataset.ticket)

function markRow(open) {
  findAll('#list .row').forEach((row) => {
    if (row.dataset.ticket === open) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  })
}
