import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// The project's own type sizes: unknown to it, `text-2xs` would be taken for a colour.
const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['2xs'] }] } },
})

/** Class names put together; of two that say the same thing the last wins. */
export const cn = (...names: ClassValue[]): string => merge(clsx(names))
