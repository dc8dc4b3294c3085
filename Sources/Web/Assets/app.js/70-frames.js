// HTML mails stand in frames without script; the page measures them, so that they have no scroll bar of their own.

function fit(frame) {
  const [root, body] = [frame.contentDocument?.documentElement, frame.contentDocument?.body]
  if (!body) return
  const below = parseFloat(getComputedStyle(body).marginBottom) || 0
  const content = Math.ceil(body.getBoundingClientRect().bottom + root.scrollTop + below)
  const overflow = root.scrollHeight > root.clientHeight ? root.scrollHeight : 0
  const height = Math.min(Math.max(content, overflow, 40), 20000)
  if (Math.abs(height - frame.clientHeight) > 1) frame.style.height = `${height}px`
}

function watchFrames() {
  findAll('iframe[data-mail]:not([data-watched])').forEach((frame) => {
    frame.dataset.watched = 'yes'
    const watch = () => {
      fit(frame)
      const body = frame.contentDocument?.body
      if (body) new ResizeObserver(() => fit(frame)).observe(body)
    }
    frame.addEventListener('load', watch)
    if (frame.contentDocument?.readyState === 'complete') watch()
  })
}

// Once the pictures are asked for, there is nothing left to say about them.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('[data-images]')
  if (link) setTimeout(() => link.parentElement.remove())
})

watchFrames()
