'use client'
import { useQueryClient } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { type AccessRow, entryValue, listAccess } from '@/lib/ops/access-list'

/** Reads the list again, past the page's cache, and gives its rows by name; undefined when it can't be read. */
export function useReread(groupId: string): () => Promise<Map<string, AccessRow> | undefined> {
  const cache = useQueryClient()
  return async () => {
    try {
      const { data } = await cache.fetchQuery({
        ...read(listAccess, { groupId }),
        staleTime: 0,
        retry: false,
      })
      return new Map(data.results.map((row) => [entryValue(row), row]))
    } catch {
      return undefined
    }
  }
}
