import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// Without this, tailwind-merge takes `text-2xs` for a color.
const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['2xs'] }] } },
})

/** Joins class names; the last of two conflicting ones wins. */
export const cn = (...names: ClassValue[]): string => merge(clsx(names))
