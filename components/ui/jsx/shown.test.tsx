import Link from 'next/link'
import { forwardRef, type ReactNode } from 'react'
import { renderToStaticMarkup as html } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createElement } from '.'

const evil = 'a\u202egnp'
const shown = 'a[U+202E]gnp'
const Own = ({ children }: { children: ReactNode }) => <b>{children}</b>
const Package = forwardRef<HTMLElement, { children: string }>(({ children }, ref) => (
  <i ref={ref}>{children}</i>
))

test.each([
  ['text', <p key="1">{evil}</p>],
  ['text among others', <p key="1">Asked by {evil}, today</p>],
  [
    'a fragment',
    <>
      {evil} and {evil}
    </>,
  ],
  ['a component of our own', <Own key="1">{evil}</Own>],
  ['a component of a package', <Package key="1">{evil}</Package>],
  [
    'a link',
    <Link key="1" href="/">
      {evil}
    </Link>,
  ],
  [
    'a list',
    <ul key="1">
      {[evil].map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>,
  ],
  ['bare texts in a list', <p key="1">{[evil, 'b']}</p>],
  ['an option', <option key="1">{evil}</option>],
  ['a title', <button key="1" type="button" title={evil} aria-label={evil} />],
])('a hidden character is written out in %s', (_, element) => {
  const text = html(element)
  expect(text).toContain(shown)
  expect(text).not.toContain('\u202e')
})

test('usual text stays as it is, and what is typed keeps its value', () => {
  expect(html(<p>“naïve” 日本 · 👩‍🍳</p>)).toBe('<p>“naïve” 日本 · 👩‍🍳</p>')
  expect(html(<input readOnly value={evil} />)).toContain(evil)
})

test('text from right to left is isolated from what is around it', () => {
  const name = 'שלום עולם'
  expect(html(<p>Asked by {name} (12)</p>)).toBe(`<p>Asked by <bdi>${name}</bdi> (12)</p>`)
  expect(html(<p>{`Delete “${name}” in 3 h`}</p>)).toBe(`<p>Delete “<bdi>${name}</bdi>” in 3 h</p>`)
  expect(html(<option>{name}</option>)).toBe(`<option>${name}</option>`)
})

test('an element whose key follows spread properties is shown the same way', () => {
  const properties = { title: evil }
  const [element] = [evil].map((one) => (
    <p {...properties} key={one}>
      {one} and {one}
    </p>
  ))
  expect(html(element)).toBe(`<p title="${shown}">${shown} and ${shown}</p>`)
  expect(html(createElement('p', null, evil))).toBe(`<p>${shown}</p>`)
  expect(html(createElement('p', { children: evil }))).toBe(`<p>${shown}</p>`)
  expect(html(createElement('p', null))).toBe('<p></p>')
})
