// For a browser: a table as a page has it without a library, beside which the console's is measured.
const rowsOf = () => [...document.querySelectorAll('tbody tr')]
const text = (row, at) => row.cells[at + 1]?.textContent ?? ''

/** Each of them in a task of its own, which the browser reports if it is long. */
const works = {
  open(count) {
    const body = document.createElement('tbody')
    for (let i = 0; i < count; i += 1) {
      const row = body.insertRow()
      row.insertCell().innerHTML = '<input type="checkbox">'
      for (const cell of [
        `2001:db8:a::${i.toString(16)}/128`,
        `worker ${i}`,
        'Never',
        '1 address',
        'Active',
        'IPv6 address',
        'never',
        'none',
      ])
        row.insertCell().textContent = cell
    }
    const table = document.createElement('table')
    table.append(body)
    document.body.replaceChildren(table)
  },
  sort(at) {
    const sorted = rowsOf().toSorted((a, b) => text(b, at).localeCompare(text(a, at)))
    document.querySelector('tbody').append(...sorted)
  },
  filter(words) {
    for (const row of rowsOf()) row.hidden = !row.textContent.includes(words)
  },
  selectAll() {
    for (const box of document.querySelectorAll('tbody input')) box.checked = true
  },
}

window.plain = (what, value) =>
  new Promise((resolve) => {
    setTimeout(() => {
      works[what](value)
      resolve()
    })
  })
