import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ComponentType, ReactNode } from 'react'
import { HistorySection } from '@/components/blocks/history-section'
import { type First, Prefetched } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { PageTitle } from '@/components/ui/page-title'
import { historyOf } from '@/lib/client/history-of'
import { parentOf, titleOf } from '@/lib/client/page-of'
import { visible } from '@/lib/format/invisible'
import type { Query } from '@/lib/ops/define'
import { fieldsOf } from '@/lib/ops/fields-of'
import { type Page, type PageName, pages } from '@/lib/pages'
import type { PlaceOf } from '@/lib/routes'
import { type Person, requirePerson } from '@/lib/server/person'

type Props = { params: Promise<Record<string, string>> }

type Head = { title?: string; lead?: ReactNode; badges?: ReactNode; actions?: ReactNode }

/** The names in an address, decoded: what the folders of `app` spell as `[groupId]`. */
async function placeIn<N extends PageName>({ params }: Props): Promise<PlaceOf<N>> {
  const typed = Object.entries(await params)
  return Object.fromEntries(
    typed.map(([name, value]) => [name, decodeURIComponent(value)]),
  ) as PlaceOf<N>
}

/**
 * A page of `lib/pages`: requires a signed-in person, answers 404 for an address that its reads can't take, and prefetches
 * them. Export both parts of what this returns from the page's file.
 */
export function consolePage<N extends PageName>(
  name: N,
  {
    title,
    head,
    isAddress = () => true,
    reads = [],
    show,
  }: {
    /** Of the browser tab; by default the page's label and place. */
    title?: (place: PlaceOf<N>) => string
    /** The heading, by default with the page's label and a link to the page above it. Without `head` there is none. */
    head?: Head | ((place: PlaceOf<N>) => Head)
    /** What else an address needs, beside what its reads take. */
    isAddress?: (place: PlaceOf<N>) => boolean
    /** What the page shows first. An operation in a list takes its input from the address. */
    reads?:
      | readonly Query[]
      | ((place: PlaceOf<N>, person: Person) => readonly First[] | Promise<readonly First[]>)
    /** The page below its heading, with the names in the address. */
    show: (place: PlaceOf<N>) => ReactNode | Promise<ReactNode>
  },
): {
  Page: (props: Props) => Promise<ReactNode>
  generateMetadata: (props: Props) => Promise<Metadata>
} {
  const page: Page = pages[name]
  // TypeScript can't see that every place is an object.
  const Show = show as ComponentType<object>
  return {
    async Page(props) {
      const person = await requirePerson()
      const place = await placeIn<N>(props)
      if (!isAddress(place)) notFound()
      const names = place as Record<string, string>
      const wanted =
        typeof reads === 'function'
          ? await reads(place, person)
          : reads.map((op) => ({ op, input: fieldsOf(op, names) }))
      if (wanted.some(({ op, input }) => !op.input.safeParse(input).success)) notFound()
      const above = parentOf(page, names)
      const history = historyOf(name, names)
      const heading = typeof head === 'function' ? head(place) : head
      return (
        <Prefetched as={person} reads={wanted}>
          {heading && (
            <PageHead title={page.label} {...(above ? { back: above } : {})} {...heading} />
          )}
          <PageTitle title={heading && (heading.title ?? page.label)}>
            <Show {...names} />
          </PageTitle>
          {history && <HistorySection input={history} />}
        </Prefetched>
      )
    },
    async generateMetadata(props) {
      const place = await placeIn<N>(props)
      return { title: visible(title?.(place) ?? titleOf(page, place as Record<string, string>)) }
    },
  }
}
