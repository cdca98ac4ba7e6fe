import Link from 'next/link'
import type { ElementType, ReactNode } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'
import { visible } from '@/lib/format/invisible'

type Props = Record<string, unknown>

/** Texts that a browser shows or a screen reader reads, beside an element's content. */
const attributes = [
  'title',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'placeholder',
  'alt',
]
/** Their content is no text for people, or is given as a value. */
const notShown = ['script', 'style', 'textarea']
/** Browsers take text alone as their content. */
const textOnly = ['option', 'title']

const isPlain = (text: string) => /^[\x20-\x7e\n\t]*$/.test(text)

// Letters written from right to left, with what is between them.
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]+(?:[^\p{L}\p{N}]+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]+)*/gu

/**
 * The properties of an element as people may read them: hidden characters in its texts are written out as `[U+202E]`, and
 * text from right to left is isolated, so that it moves nothing around it. Every element of the console passes here, so no
 * page has to think of it. Components of our own get their properties as they are: what they show passes here in its turn.
 */
export function shown(type: unknown, props: Props): Props {
  if (!takesText(type)) return props
  const isTextOnly = typeof type === 'string' && textOnly.includes(type)
  const children = shownChild(props.children, isTextOnly)
  // Of the links in view, people follow few: components/shell/prefetch-links.ts.
  let changed =
    type === Link
      ? { prefetch: false, ...props, children }
      : children === props.children
        ? props
        : { ...props, children }
  for (const name of attributes) {
    const text = props[name]
    if (typeof text === 'string' && !isPlain(text)) changed = { ...changed, [name]: visible(text) }
  }
  return changed
}

const forwardRef = Symbol.for('react.forward_ref')

/** An element of the page, a fragment, or a component of a package that shows its children as they are. */
const takesText = (type: unknown): boolean =>
  typeof type === 'string'
    ? !notShown.includes(type)
    : type === Fragment ||
      type === Link ||
      (typeof type === 'object' &&
        type !== null &&
        '$$typeof' in type &&
        type.$$typeof === forwardRef)

function shownChild(child: unknown, isTextOnly: boolean): unknown {
  if (typeof child === 'string') return shownText(child, isTextOnly)
  if (!Array.isArray(child)) return child
  const all = child.map((one) => (typeof one === 'string' ? shownText(one, isTextOnly) : one))
  return all.every((one, i) => one === child[i]) ? child : all
}

function shownText(text: string, isTextOnly: boolean): ReactNode {
  if (isPlain(text)) return text
  const clear = visible(text)
  const runs = isTextOnly ? [] : [...clear.matchAll(rightToLeft)]
  if (runs.length === 0) return clear
  const parts: ReactNode[] = []
  let from = 0
  for (const { index, 0: run } of runs) {
    parts.push(clear.slice(from, index), jsx('bdi' satisfies ElementType, { children: run }))
    from = index + run.length
  }
  return jsxs(Fragment, { children: [...parts, clear.slice(from)] })
}
