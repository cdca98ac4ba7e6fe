'use client'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { isGated } from '@/lib/ops/friction'
import { routes } from '@/lib/routes'
import { FailureDetails } from '../../data/failure-details'
import { OpForm } from '../../form/op-form'
import { usePreview } from '../../ops/call-preview'
import { say } from '../../ops/tell'
import { Banner } from '../../ui/banner'
import { fileChecked } from './checked'
import { RoomForAside } from './fields-aside'
import { OtherFields, whyNotTyped } from './other-fields'
import { useTerms } from './use-terms'

/** The form to request approval of any other operation. */
export function OtherRequest({ op: id, input }: { op: string; input: Record<string, unknown> }) {
  const router = useRouter()
  const query = useTerms(id, { input })
  const terms = query.data?.data
  const preview = usePreview(id, input)
  const op = useMemo(() => fileChecked(terms), [terms])
  const start = useMemo(() => ({ op: id, input, reason: '', ticket: '' }), [id, input])
  const told = preview.data?.data
  const whyNot =
    told && !isGated(told.friction)
      ? 'This needs no approval here. Run it instead.'
      : (terms?.whyNot ?? undefined)
  const [typed, setTyped] = useState('')
  const failed = preview.error ?? query.error

  if (failed)
    return (
      <Banner tone="bad" role="alert" title="This request can’t be sent">
        {failed.message}
        <FailureDetails failure={failed.failure} />
      </Banner>
    )
  return (
    <RoomForAside>
      <OpForm
        // Another target is another form.
        key={JSON.stringify(start)}
        op={op}
        start={start}
        // What is asked for is part of `input`, which no field shows.
        draftOf={start}
        preview={false}
        phrase={typed}
        submit="Send request"
        pending="Sending…"
        whyNot={whyNot ?? whyNotTyped(told, typed)}
        isWhyNotShown={whyNot === undefined}
        onCancel={() => router.back()}
        onDone={({ data, requestId }) => {
          void say('Request sent', {
            detail: 'Approvers can see it now.',
            requestId,
          })
          router.push(routes.request(data.requestId))
        }}
      >
        <OtherFields terms={terms} told={told} input={input} typed={typed} onType={setTyped} />
      </OpForm>
    </RoomForAside>
  )
}
