'use client'
import { useId } from 'react'
import type { Preview } from '@/lib/ops/console'
import { isGated } from '@/lib/ops/friction'
import type { RequestTerms } from '@/lib/ops/requests'
import { ReasonField } from '../../form/reason-field'
import { TicketField } from '../../form/ticket-field'
import { CallDetails } from '../../ops/call-preview'
import { Impact } from '../../ops/impact'
import { fitsPhrase, TypedPhrase } from '../../ops/typed-phrase'
import { Banner } from '../../ui/banner'
import { Card } from '../../ui/page'
import { Skeleton } from '../../ui/skeleton'
import { InputFacts } from '../input-facts'
import { BreakGlassWay } from './break-glass-way'
import { FieldsAside } from './fields-aside'
import { MoreOptions } from './more-options'
import { TermsPanel } from './terms-panel'

/** The phrase to type, if required. */
const phraseOf = (told: Preview | undefined): string | undefined =>
  told && 'phrase' in told.friction ? told.friction.phrase : undefined

/** Why it can't be sent before the phrase is typed. */
export const whyNotTyped = (told: Preview | undefined, typed: string): string | undefined => {
  const phrase = phraseOf(told)
  return phrase === undefined || fitsPhrase(typed, phrase)
    ? undefined
    : `Type ${phrase} to confirm.`
}

/** The requested change is fixed; only the reason is entered. */
export function OtherFields({
  terms,
  told,
  input,
  typed,
  isEdit = false,
  onType,
}: {
  /** Undefined while loading. */
  terms: RequestTerms | 'failed' | undefined
  told: Preview | undefined
  input: Record<string, unknown>
  typed: string
  isEdit?: boolean
  onType: (typed: string) => void
}) {
  const id = useId()
  const phrase = phraseOf(told)
  return (
    <FieldsAside
      aside={
        <>
          {terms !== 'failed' && <TermsPanel terms={terms} lasts={false} />}
          {!isEdit && terms !== 'failed' && (
            <BreakGlassWay terms={terms} phrase={typed} whyNot={whyNotTyped(told, typed)} />
          )}
          <CallDetails call={told?.call ?? null} />
        </>
      }
    >
      <Card className="grid gap-3 p-4">
        {told ? (
          <p className="font-semibold text-lg">{told.summary}</p>
        ) : (
          <Skeleton className="h-5 w-2/3" />
        )}
        <InputFacts input={input} changes={told?.changes} />
        {told && <Impact tells={told.impact} />}
      </Card>
      {!told && <Skeleton className="h-16" />}
      {isGated(told?.friction) && (
        <Banner tone="warn" title="This needs approval">
          {told.friction.because}
        </Banner>
      )}
      <ReasonField hint="Why you need it, and why now. Leave out customer data: the audit log keeps this text." />
      <TicketField terms={terms === 'failed' ? undefined : terms} />
      <MoreOptions isEdit={isEdit} />
      {phrase !== undefined && (
        <TypedPhrase id={id} phrase={phrase} typed={typed} onType={onType} onEnter={() => {}} />
      )}
    </FieldsAside>
  )
}
