'use client'
import { useState } from 'react'
import { useBrowserZone } from '@/lib/client/use-zone'
import { countOf } from '@/lib/format/words'
import { Combobox } from '../ui/combobox'

const named = (zone: string) => zone.replaceAll('_', ' ')

/** The time zone of all times, found by typing a part of its name. Null: the browser's. */
export function ZoneBox({
  id,
  value,
  onChange,
}: {
  /** Its label and hint are outside, because they show first. */
  id: string
  value: string | null
  onChange: (zone: string | null) => void
}) {
  const browser = useBrowserZone('')
  const [typed, setTyped] = useState<string>()
  const zones = [
    ...new Set(['UTC', ...(value ? [value] : []), ...Intl.supportedValuesOf('timeZone')]),
  ]
  const choices = [
    ['', browser ? `Browser: ${named(browser)}` : 'Browser'] as const,
    ...zones.map((zone) => [zone, named(zone)] as const),
  ]
  const words = (typed ?? '').toLowerCase().split(/[\s_]+/)
  const matching = choices.filter(([, label]) =>
    words.every((word) => label.toLowerCase().includes(word)),
  )
  return (
    <Combobox
      id={id}
      label="Time zones"
      isSelect
      invalid={false}
      describedBy={`${id}-hint`}
      text={typed ?? choices.find(([zone]) => zone === (value ?? ''))?.[1] ?? ''}
      onText={setTyped}
      description={
        matching.length === 0
          ? `No time zone matches “${typed}”. Try a large city nearby.`
          : countOf(matching.length, choices.length, 'time zones')
      }
      groups={[{ key: 'all', choices: matching.map(([key, shown]) => ({ key, shown })) }]}
      onChoose={(zone) => {
        setTyped(undefined)
        onChange(zone || null)
      }}
      onClose={() => setTyped(undefined)}
    />
  )
}
