import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { type First, Prefetched } from '@/components/data/prefetched'
import { titleOf } from '@/lib/client/page-of'
import { visible } from '@/lib/format/invisible'
import { type PageName, pages } from '@/lib/pages'
import type { PlaceOf } from '@/lib/routes'
import { type Person, requirePerson } from '@/lib/server/person'

type Props = { params: Promise<Record<string, string>> }

/** The names in an address, decoded: what the folders of `app` spell as `[groupId]`. */
async function placeIn<N extends PageName>({ params }: Props): Promise<PlaceOf<N>> {
  const typed = Object.entries(await params)
  return Object.fromEntries(
    typed.map(([name, value]) => [name, decodeURIComponent(value)]),
  ) as PlaceOf<N>
}

/**
 * A page of `lib/routes`: requires a signed-in person, answers 404 for an address that its reads can't take, and prefetches
 * them. Export both parts of what this returns from the page's file.
 */
export function consolePage<N extends PageName>(
  name: N,
  {
    title,
    isAddress = () => true,
    reads = () => [],
    show,
  }: {
    /** Of the browser tab; by default the page's label and place. */
    title?: (place: PlaceOf<N>) => string
    /** What else an address needs, beside what its reads take. */
    isAddress?: (place: PlaceOf<N>) => boolean
    /** What the page shows first. */
    reads?: (place: PlaceOf<N>, person: Person) => readonly First[] | Promise<readonly First[]>
    show: (place: PlaceOf<N>) => ReactNode | Promise<ReactNode>
  },
): {
  Page: (props: Props) => Promise<ReactNode>
  generateMetadata: (props: Props) => Promise<Metadata>
} {
  return {
    async Page(props) {
      const person = await requirePerson()
      const place = await placeIn<N>(props)
      if (!isAddress(place)) notFound()
      const wanted = await reads(place, person)
      if (wanted.some(({ op, input }) => !op.input.safeParse(input).success)) notFound()
      return (
        <Prefetched as={person} reads={wanted}>
          {await show(place)}
        </Prefetched>
      )
    },
    async generateMetadata(props) {
      const place = await placeIn<N>(props)
      return {
        title: visible(title?.(place) ?? titleOf(pages[name], place as Record<string, string>)),
      }
    },
  }
}
