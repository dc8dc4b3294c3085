// Live updates: an event says only that something changed; the page asks for what it shows, under its own rights.

const stale = new Set()
let refreshing = null

function refreshSoon(part) {
  stale.add(part)
  if (document.hidden || refreshing) return
  refreshing = setTimeout(refresh, 250)
}

async function refresh() {
  const parts = [...stale]
  stale.clear()
  try {
    if (parts.includes('ticket') && find('#ticket')?.dataset.path) {
      patchTicket(await fetchPart(find('#ticket').dataset.path, 'ticket'))
    }
    if (parts.includes('list') && find('#list')) {
      patchList(await fetchPart(find('#list').dataset.path || location.href, 'list'))
    }
  } catch {
    // The next event, or the next minute, tries again.
  }
  refreshing = null
  if (stale.size) refreshSoon([...stale][0])
}

function listen() {
  if (!page.dataset.live) return
  let wasLost = false
  const events = new EventSource(page.dataset.live)
  events.addEventListener('ticket', (event) => {
    if (event.data === find('#ticket')?.dataset.ticket) refreshSoon('ticket')
    refreshSoon('list')
  })
  events.addEventListener('list', () => refreshSoon('list'))
  events.addEventListener('error', () => { wasLost = true })
  events.addEventListener('open', () => {
    if (!wasLost) return
    wasLost = false
    refreshSoon('ticket')
    refreshSoon('list')
  })
  // A page that is left must not hold its connection: browsers allow six to a host.
  addEventListener('pagehide', () => events.close())
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
  document.addEventListener('visibilitychange', () => { if (!document.hidden && stale.size) refreshSoon([...stale][0]) })
  // "5 min" must not stay for ever.
  if (isStaff) setInterval(() => refreshSoon('list'), 60000)
}

listen()
