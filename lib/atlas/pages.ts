import { z } from 'zod'
import type { AtlasAnswer, AtlasCall } from './call'
import { AtlasError } from './errors'
import { fact } from './facts'

const PER_PAGE = 500
const MOST_PAGES = 200

const pageBody = z.looseObject({
  results: z.array(z.unknown()),
  totalCount: z
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
    .nullish()
    .catch(null),
  links: z
    .array(z.looseObject({ rel: z.unknown() }).catch({ rel: null }))
    .nullish()
    .catch(null),
})

/**
 * Reads every page of a list into one answer with all rows in `results`. An answer that is not a page is returned
 * unchanged. A row that repeats on a later page counts once. `incomplete: true` in the body: it stopped after 200 pages,
 * a page repeated, or Atlas counts more rows.
 * @throws the same as `Connection.call`
 */
export async function allPages(
  call: (one: AtlasCall) => Promise<AtlasAnswer>,
  list: AtlasCall,
): Promise<AtlasAnswer> {
  const takes = new Set(fact(list.op).query)
  if (!takes.has('pageNum')) return call(list)
  const results: unknown[] = []
  let counts = true
  let first: AtlasAnswer | undefined
  let total: number | undefined
  let read = 0
  const earlier = new Set<string>()

  const pageAt = (pageNum: number) =>
    call({
      ...list,
      query: {
        ...list.query,
        pageNum,
        itemsPerPage: PER_PAGE,
        ...(counts ? {} : { includeCount: false }),
      },
    })

  for (let pageNum = 1; pageNum <= MOST_PAGES; pageNum += 1) {
    const answer = await pageAt(pageNum).catch((error) => {
      // On long feeds, counting takes Atlas too long.
      if (!counts || !takes.has('includeCount') || !isTooLong(error)) throw error
      counts = false
      return pageAt(pageNum)
    })
    const page = pageBody.safeParse(answer.body).data
    if (!page) return first ? whole(first, results, total, true) : answer
    first ??= answer
    if (answer.garbled) first = { ...first, garbled: true }
    read += page.results.length
    total = page.totalCount ?? total
    const isLast = !hasMore(page, read)
    // A row added meanwhile moves others to the next page, where they repeat.
    const texts = isLast && first === answer ? [] : page.results.map((row) => JSON.stringify(row))
    const added = page.results.filter((_, i) => !earlier.has(texts[i] ?? ''))
    // Pages that repeat earlier ones, in any order, would go on until the limit.
    if (page.results.length > 0 && added.length === 0) return whole(first, results, total, true)
    results.push(...added)
    for (const text of texts) earlier.add(text)
    // A removed row moves others to a page that was already read.
    if (isLast) return whole(first, results, total, counts && results.length < (total ?? 0))
  }
  if (!first) throw new Error('unreachable: at least one page is read')
  return whole(first, results, total, true)
}

const isTooLong = (error: unknown) =>
  error instanceof AtlasError && error.errorCode === 'TIMEOUT_WHILE_PAGING'

/** totalCount is an estimate, and pages may be shorter than requested, so any sign of more counts. */
const hasMore = (page: z.output<typeof pageBody>, collected: number) =>
  page.results.length > 0 &&
  (page.results.length >= PER_PAGE ||
    collected < (page.totalCount ?? 0) ||
    (page.links ?? []).some((link) => link.rel === 'next'))

function whole(
  first: AtlasAnswer,
  results: unknown[],
  total: number | undefined,
  incomplete: boolean,
): AtlasAnswer {
  const { links: _, ...rest } = z.looseObject({}).parse(first.body)
  const body = {
    ...rest,
    results,
    totalCount: Math.max(total ?? 0, results.length),
    ...(incomplete ? { incomplete } : {}),
  }
  return { ...first, body, bodyText: '' }
}
