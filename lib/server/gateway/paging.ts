import { Refused } from './refusal'

export type Page = {
  pageNum: number
  itemsPerPage: number
  includeCount: boolean
  /** The other query parameters. */
  rest: Record<string, string>
}

/** The page that a query asks for, with Atlas's defaults. @throws Refused for numbers that Atlas does not take */
export function pageIn(query: URLSearchParams): Page {
  const {
    pageNum = '1',
    itemsPerPage = '100',
    includeCount = 'true',
    ...others
  } = Object.fromEntries(query)
  const { envelope: _, pretty: __, ...rest } = others
  const numbers = { pageNum: Number(pageNum), itemsPerPage: Number(itemsPerPage) }
  const isPage = Number.isInteger(numbers.pageNum) && numbers.pageNum >= 1
  const isSize = Number.isInteger(numbers.itemsPerPage) && numbers.itemsPerPage >= 1
  if (!isPage || !isSize || numbers.itemsPerPage > 500)
    throw new Refused(
      400,
      'GATEHOUSE_INVALID_REQUEST',
      'pageNum begins at 1, and itemsPerPage can be 1 to 500.',
    )
  return { ...numbers, includeCount: includeCount !== 'false', rest }
}

/** One page of rows in Atlas's form. */
export function paged(rows: readonly unknown[], page: Page, url: string) {
  const { pageNum, itemsPerPage, includeCount } = page
  const start = (pageNum - 1) * itemsPerPage
  const link = (rel: string, at: number) => ({
    href: `${url}?${new URLSearchParams({ ...page.rest, includeCount: String(includeCount), itemsPerPage: String(itemsPerPage), pageNum: String(at) })}`,
    rel,
  })
  return {
    links: [
      link('self', pageNum),
      ...(pageNum > 1 ? [link('previous', pageNum - 1)] : []),
      ...(start + itemsPerPage < rows.length ? [link('next', pageNum + 1)] : []),
    ],
    results: rows.slice(start, start + itemsPerPage),
    ...(includeCount ? { totalCount: rows.length } : {}),
  }
}
