import * as react from 'react/jsx-runtime'
import { shown } from './shown'

export type { JSX } from 'react/jsx-runtime'
export const Fragment = react.Fragment

// tsconfig.json names this folder as the source of every element of the console.
export const jsx: typeof react.jsx = (type, props, key) =>
  react.jsx(type, shown(type, Object(props)), key)
export const jsxs: typeof react.jsxs = (type, props, key) =>
  react.jsxs(type, shown(type, Object(props)), key)
