// Live updates: an event says only that something changed; the page asks for what it shows, under its own rights.

const stale = new Set()
let refreshing = null
let events = null
let resting = null

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
  } catch (failure) {
    // The session has ended: the page leads to the sign-in, and the draft is kept. Else the next event tries again.
    if (failure.status === 401) location.reload()
  }
  refreshing = null
  if (stale.size) refreshSoon([...stale][0])
}

function refreshAll() {
  refreshSoon('ticket')
  refreshSoon('list')
}

function listen() {
  let wasLost = false
  events = new EventSource(page.dataset.live)
  events.addEventListener('ticket', (event) => {
    if (event.data === find('#ticket')?.dataset.ticket) refreshSoon('ticket')
    refreshSoon('list')
  })
  events.addEventListener('list', () => refreshSoon('list'))
  events.addEventListener('error', () => { wasLost = true })
  events.addEventListener('open', () => {
    if (wasLost) refreshAll()
    wasLost = false
  })
}

function rest() {
  events?.close()
  events = null
}

function wake() {
  clearTimeout(resting)
  if (!events) {
    listen()
    refreshAll()
  } else if (stale.size) {
    refreshSoon([...stale][0])
  }
}

if (page.dataset.live) {
  listen()
  document.addEventListener('toggle', (event) => {
    if (event.target.id === 'filters' && event.newState === 'closed') refreshSoon('list')
  }, true)
  // Browsers allow six connections to a host, and each open page holds one: those that nobody looks at let go.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) resting = setTimeout(rest, 30000)
    else wake()
  })
  addEventListener('pagehide', rest)
  addEventListener('pageshow', (event) => { if (event.persisted) wake() })
  // "5 min" must not stay for ever.
  if (isStaff) setInterval(() => refreshSoon('list'), 60000)
}
