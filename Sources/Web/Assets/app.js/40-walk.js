// From ticket to ticket without loading the page: the row's link is fetched as a part, ahead of time where it can be.

const ahead = new Map()
const noTicket = find('#ticket:not([data-ticket])')?.cloneNode(true)
let listScroll = 0

function prefetch(link) {
  if (!link || ahead.has(link.href)) return
  const part = fetchPart(link.href, 'ticket')
  part.catch(() => ahead.delete(link.href))
  ahead.set(link.href, part)
  setTimeout(() => ahead.delete(link.href), 8000)
}

let opening = 0

async function openTicket(href, keep) {
  keepDraft()
  const mine = ++opening
  const busy = setTimeout(() => find('#ticket')?.setAttribute('aria-busy', 'true'), 150)
  markRow(findAll('#list .row').find((row) => find('.subject', row).href === href)?.dataset.ticket)
  try {
    const content = await (ahead.get(href) ?? fetchPart(href, 'ticket'))
    ahead.delete(href)
    // On a slow line somebody has chosen another one meanwhile.
    if (mine !== opening) return
    const ticket = content.querySelector('#ticket')
    if (page.dataset.screen === 'list') listScroll = scrollY
    find('#ticket').replaceWith(ticket)
    find('#details').replaceWith(content.querySelector('#details'))
    if (keep === 'push') history.pushState({ ticket: true }, '', href)
    document.title = ticket.dataset.title
    page.dataset.screen = 'ticket'
    showNewest()
    markOpenRow()
    find(`#list [data-ticket="${CSS.escape(ticket.dataset.ticket)}"]`)?.classList.remove('unread')
    prepareComposer()
    watchFrames()
    ticket.focus({ preventScroll: true })
  } catch {
    if (mine === opening) location.assign(href)
  } finally {
    clearTimeout(busy)
  }
}

/** On a phone the page itself scrolls: begin at the newest message, as the wide page does. */
function showNewest() {
  if (!matchMedia('(max-width: 899px)').matches) return
  scrollTo(0, document.documentElement.scrollHeight)
  // The row of properties is whole or out of sight: half of a button cannot be hit.
  const [bar, row] = [find('#head .tools'), find('#head .props')].map((node) => node?.getBoundingClientRect())
  if (bar && row.top < bar.bottom && row.bottom > bar.bottom) scrollBy(0, row.top - bar.bottom)
}

function closeTicket() {
  keepDraft()
  opening += 1
  page.dataset.screen = 'list'
  if (noTicket && find('#ticket[data-ticket]')) {
    find('#ticket').replaceWith(noTicket.cloneNode(true))
    find('#details').replaceChildren()
  }
  document.title = `${find('#view')?.firstChild?.textContent.trim() ?? ''} · Deskbell`
  markOpenRow()
  scrollTo(0, listScroll)
}

/** Another page of the list, added below. */
async function extendList(link) {
  const list = find('#list')
  try {
    const fresh = (await fetchPart(link.href, 'list')).querySelector('#list')
    link.closest('.further').remove()
    list.dataset.extended = 'yes'
    const first = find('.rows > *', fresh)
    find('.rows', list).append(...findAll('.rows > *', fresh))
    const further = find('.further', fresh)
    if (further) list.append(further)
    find('a', first)?.focus()
  } catch {
    location.assign(link.href)
  }
}

if (isStaff) {
  if (page.dataset.screen === 'ticket' && !location.hash && !history.state) showNewest()
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a')
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    if (link.matches('#list .row .subject, #details .links a')) {
      event.preventDefault()
      openTicket(link.href, 'push')
    } else if (link.matches('#list .further a')) {
      event.preventDefault()
      extendList(link)
    } else if (link.matches('[data-back]') && history.state?.ticket) {
      event.preventDefault()
      history.back()
    }
  })
  document.addEventListener('pointerenter', (event) => {
    if (event.target.matches?.('#list .row')) prefetch(find('.subject', event.target))
  }, true)
  addEventListener('popstate', () => {
    if (location.pathname.includes('/tickets/')) openTicket(location.href, 'stay')
    else if (find('#list') && new URL(find('#list').dataset.path, location.href).search === location.search) closeTicket()
    else location.reload()
  })
}
