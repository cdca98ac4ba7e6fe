'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { requestReach } from '@/lib/ops/notifications'
import { Banner } from '../../ui/banner'

/** Which approvers of a pending request no channel reaches. Nothing when all of them are reached. */
export function ReachNotice({ requestId }: { requestId: string }) {
  const { data } = useQuery(read(requestReach, { requestId }))
  if (!data || data.misfit) return null
  const missed = data.data.people.filter(({ whyNot }) => whyNot !== null)
  if (missed.length === 0) return null
  const why = [...new Set(missed.map(({ whyNot }) => whyNot ?? ''))]
  const isAll = missed.length === data.data.people.length
  return (
    <Banner
      title={
        isAll
          ? 'No notification reaches an approver'
          : `No notification reaches ${list(missed.map(({ name }) => name))}`
      }
    >
      {why.join(' ')} Send them the link to this page.
    </Banner>
  )
}
