import type { Me } from '@/lib/client/use-me'
import type { Ranked } from '@/lib/format/rank'

/** One line of the palette: somewhere to go, or a command whose form it opens. */
export type Item = {
  /** Unique in the list. The address where it leads to one. */
  id: string
  name: string
  /** Where it is: `Shop · Example Corp`. */
  where?: string
  /** What kind it is: `Cluster`. */
  label: string
  icon: string
  isProduction?: boolean
  /** Other words that find it. */
  also?: readonly string[]
  /** Where it leads. */
  href?: string
  /** What it does once the palette is closed, such as opening the form of a button on the page. */
  press?: () => void
  /** Chooses a place first. */
  choose?: Choice
  /** Why it can't be used now. */
  refused?: string | undefined
} & Pick<Ranked, 'near' | 'weight'>

/** A command that needs a place: which one, and where it leads then. */
export type Choice = {
  of: 'project' | 'cluster' | 'organization'
  /** What the palette says while a place is chosen. */
  title: string
  href: (place: Readonly<Record<string, string>>) => string
  whyNot: (place: Readonly<Record<string, string>>, me: Me) => string | undefined
}
