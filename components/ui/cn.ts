import { type ClassValue, clsx } from 'clsx'
import { createTailwindMerge } from 'tailwind-merge'

const any = () => true
/** A group of classes that set one property: `px-2`, `px-4`. */
const one = (name: string, values: readonly (string | typeof any)[] = [any]) => [
  { [name]: [...values] },
]
const groups = (...names: string[]) => Object.fromEntries(names.map((name) => [name, one(name)]))

const widths = ['', '0', '2', '4']

// The groups in which classes of the console conflict. The package's own table of all of Tailwind is six times as large.
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  theme: {},
  classGroups: {
    display: ['block', 'inline-block', 'flex', 'inline-flex', 'grid', 'contents', 'hidden'],
    ...groups('p', 'px', 'py', 'pt', 'pr', 'pb', 'pl', 'm', 'mx', 'my', 'mt', 'mr', 'mb', 'ml'),
    ...groups('gap', 'gap-x', 'gap-y', 'size', 'w', 'min-w', 'max-w', 'h', 'min-h', 'max-h'),
    ...groups('top', 'right', 'bottom', 'left', 'basis', 'grid-cols', 'items', 'justify'),
    ...groups('bg', 'cursor', 'leading', 'opacity', 'whitespace'),
    fontSize: one('text', ['2xs', 'xs', 'sm', 'base', 'lg', 'xl', '2xl']),
    textAlign: one('text', ['left', 'center', 'right']),
    color: one('text'),
    weight: one('font', ['normal', 'medium', 'semibold', 'bold']),
    rounded: one('rounded', ['', 'xs', 'sm', 'md', 'lg', 'full']),
    borderWidth: one('border', widths),
    ...Object.fromEntries(
      [...'trblxy'].map((side) => [`border-${side}`, one(`border-${side}`, widths)]),
    ),
    borderStyle: one('border', ['dashed']),
    borderColor: one('border'),
    outlineWidth: one('outline', [...widths, 'none']),
    outlineOffset: one('outline-offset'),
    outlineColor: one('outline'),
  },
  conflictingClassGroups: {
    p: ['px', 'py', 'pt', 'pr', 'pb', 'pl'],
    px: ['pr', 'pl'],
    py: ['pt', 'pb'],
    m: ['mx', 'my', 'mt', 'mr', 'mb', 'ml'],
    mx: ['mr', 'ml'],
    my: ['mt', 'mb'],
    gap: ['gap-x', 'gap-y'],
    size: ['w', 'h'],
    fontSize: ['leading'],
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: [],
}))

/** Joins class names; the last of two conflicting ones wins. */
export const cn = (...names: ClassValue[]): string => merge(clsx(names))
