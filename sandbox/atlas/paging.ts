import { invalid } from './reject'

const whole = (value: string | null, byDefault: number) =>
  value === null || value === '' ? byDefault : Number(value)

/** One page as `{results, totalCount, links}`. Throws 400 for numbers out of range. */
export function pageOf(all: readonly unknown[], query: URLSearchParams, url: string) {
  const pageNum = whole(query.get('pageNum'), 1)
  const size = whole(query.get('itemsPerPage'), 100)
  const wrong = [
    ...(Number.isInteger(pageNum) && pageNum >= 1
      ? []
      : [{ field: 'pageNum', description: 'must be greater than or equal to 1' }]),
    ...(Number.isInteger(size) && size >= 1 && size <= 500
      ? []
      : [{ field: 'itemsPerPage', description: 'must be between 1 and 500' }]),
  ]
  if (wrong.length) throw invalid(wrong)
  const link = (rel: string, n: number) => {
    const next = new URLSearchParams(query)
    next.set('pageNum', String(n))
    next.set('itemsPerPage', String(size))
    return { href: `${url}?${next}`, rel }
  }
  return {
    links: [
      link('self', pageNum),
      ...(pageNum > 1 ? [link('previous', pageNum - 1)] : []),
      ...(pageNum * size < all.length ? [link('next', pageNum + 1)] : []),
    ],
    results: all.slice((pageNum - 1) * size, pageNum * size),
    ...(query.get('includeCount') === 'false' ? {} : { totalCount: all.length }),
  }
}
