import * as react from 'react'
import { shown } from './shown'

/** Compilers call this for an element whose key comes after spread properties. */
export const createElement = (
  type: react.ElementType,
  props: Record<string, unknown> | null,
  ...children: react.ReactNode[]
): react.ReactElement => {
  const { children: given, ...rest } = shown(type, {
    ...props,
    children: children.length > 0 ? children : props?.children,
  })
  const all = Array.isArray(given) && children.length > 0 ? given : [given]
  return react.createElement(type, rest, ...all)
}
