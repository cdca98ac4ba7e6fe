'use client'
import { useRouter } from 'next/navigation'
import { hrefToAsk } from '@/lib/client/ask'
import type { RequestCard } from '@/lib/ops/requests'
import { usePreview } from '../../ops/call-preview'
import { Button } from '../../ui/button'

/** Requests the change that reverses one that is done, where there is one. */
export function UndoDone({ card: { request } }: { card: RequestCard }) {
  const router = useRouter()
  const input = request.isPlaceGone ? undefined : request.input
  const undo = usePreview(request.op, input).data?.data.undo
  if (!undo) return null
  return (
    <Button className="w-fit" onClick={() => router.push(hrefToAsk(undo.op, undo.input))}>
      Request to undo
    </Button>
  )
}
