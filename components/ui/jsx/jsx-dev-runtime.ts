import * as react from 'react/jsx-dev-runtime'
import { shown } from './shown'

export type { JSX } from 'react/jsx-dev-runtime'
export const Fragment = react.Fragment

/** As jsx-runtime, for development. */
export const jsxDEV: typeof react.jsxDEV = (type, props, ...more) =>
  react.jsxDEV(type, shown(type, Object(props)), ...more)
