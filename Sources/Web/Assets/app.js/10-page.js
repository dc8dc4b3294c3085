// The page works without this script. It makes it faster: parts instead of pages, live updates, keys, kept drafts.

const page = document.body
const isStaff = page.classList.contains('staff')
const find = (selector, root = document) => root.querySelector(selector)
const findAll = (selector, root = document) => [...root.querySelectorAll(selector)]
const word = (name) => page.dataset[`say${name}`] ?? ''

/** Tells screen readers, and nobody else. */
function say(text) {
  const region = find('#said')
  region.textContent = ''
  requestAnimationFrame(() => { region.textContent = text })
}

/** A short word at the foot of the page, gone by itself. */
function toast(text) {
  findAll('.toast').forEach((old) => old.remove())
  const box = document.createElement('div')
  box.className = 'toast'
  box.dataset.fleeting = ''
  box.setAttribute('role', 'status')
  const line = document.createElement('span')
  line.textContent = text
  box.append(line)
  page.append(box)
  letGo(box)
}

function letGo(box) {
  setTimeout(() => box.classList.add('gone'), 6000)
  setTimeout(() => box.remove(), 6400)
}

// A notice is shown once: going back must not show it again.
function forgetNotice() {
  findAll('[data-fleeting]').forEach(letGo)
  const url = new URL(location.href)
  if (!url.searchParams.has('notice')) return
  url.searchParams.delete('notice')
  history.replaceState(history.state, '', url)
}

// The server writes times in the zone that the browser is in.
function tellZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const cookie = `zone=${encodeURIComponent(zone)}`
  if (zone && !document.cookie.split('; ').includes(cookie)) {
    document.cookie = `${cookie};path=/;max-age=31536000;samesite=lax`
  }
}

forgetNotice()
tellZone()
