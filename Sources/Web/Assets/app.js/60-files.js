// Files: chosen, dropped or pasted; shown with their size, and taken back one by one.

function showChosen(input) {
  const list = find('[data-chosen]', input.form)
  if (!list) return
  list.replaceChildren(...[...input.files].map((file, index) => chip(input, file, index)))
}

function chip(input, file, index) {
  const item = document.createElement('li')
  const box = document.createElement('span')
  box.className = 'file chosen'
  const picture = document.createElement('span')
  if (file.type.startsWith('image/') && file.size < 10000000) {
    const preview = document.createElement('img')
    preview.alt = ''
    preview.src = URL.createObjectURL(file)
    preview.onload = () => URL.revokeObjectURL(preview.src)
    picture.replaceChildren(preview)
  }
  const name = document.createElement('span')
  name.className = 'clip'
  name.textContent = file.name
  const size = document.createElement('small')
  const megabytes = file.size / 1000000
  size.textContent = megabytes >= 1 ? `${megabytes.toFixed(1)} ${word('Mb')}` : `${Math.ceil(file.size / 1000)} ${word('Kb')}`
  const away = document.createElement('button')
  away.type = 'button'
  away.className = 'quiet square'
  away.textContent = '×'
  away.setAttribute('aria-label', `${word('Remove')} ${file.name}`)
  away.onclick = () => setFiles(input, [...input.files].filter((_, other) => other !== index))
  box.append(picture, name, size, away)
  item.append(box)
  return item
}

function setFiles(input, files) {
  const tooLarge = files.filter((file) => file.size > largestFile)
  tooLarge.forEach((file) => toast(`${file.name} ${word('TooLarge')}`))
  const bag = new DataTransfer()
  let total = 0
  for (const file of files.filter((file) => file.size <= largestFile)) {
    total += file.size
    if (total <= largestTotal) bag.items.add(file)
    else toast(`${file.name} ${word('TooLarge')}`)
  }
  input.files = bag.files
  showChosen(input)
}

const addFiles = (input, files) => setFiles(input, [...input.files, ...files])
const fileInput = (event) => find('[type="file"]', event.target.closest?.('form') ?? document.createElement('form'))
/** Wherever on the page something is dropped: into the form there, or into the only one that takes files. */
const dropInput = (event) => fileInput(event) ?? find('[data-composer] [type="file"], form [type="file"]')

document.addEventListener('change', (event) => {
  if (event.target.matches('form [type="file"]')) setFiles(event.target, [...event.target.files])
})
document.addEventListener('paste', (event) => {
  const input = fileInput(event)
  if (!input || !event.clipboardData.files.length) return
  event.preventDefault()
  addFiles(input, event.clipboardData.files)
})
// A browser that is left to itself opens a dropped file, and the page is gone.
document.addEventListener('dragover', (event) => {
  if (!event.dataTransfer.types.includes('Files')) return
  event.preventDefault()
  const input = dropInput(event)
  if (input) input.form.classList.add('over')
  else event.dataTransfer.dropEffect = 'none'
})
document.addEventListener('dragleave', (event) => {
  if (!event.relatedTarget) dropInput(event)?.form.classList.remove('over')
})
document.addEventListener('drop', (event) => {
  if (!event.dataTransfer.types.includes('Files')) return
  event.preventDefault()
  const input = dropInput(event)
  if (!input) return
  input.form.classList.remove('over')
  addFiles(input, event.dataTransfer.files)
})
