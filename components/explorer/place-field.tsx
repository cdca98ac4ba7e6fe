'use client'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { findByName } from '@/lib/ops/find'
import { FieldShell, useField } from '../form/field'
import { Combobox } from '../ui/combobox'

type Option = { key: string; name: string; where: string; groupId?: string }

/** More would be too long to read. Typing narrows them. */
const MOST_SHOWN = 50

const kinds = {
  groupId: { one: 'project', list: 'Projects' },
  orgId: { one: 'organization', list: 'Organizations' },
  clusterName: { one: 'cluster', list: 'Clusters' },
} as const
export type PlaceName = keyof typeof kinds
export const placeNames = Object.keys(kinds) as PlaceName[]

function usePlaces(name: PlaceName, text: string, groupId: string): readonly Option[] {
  const me = useMe()
  const clusters = useQuery({
    ...read(findByName, {
      text,
      here: groupId ? { groupId } : {},
      only: 'cluster',
    }),
    enabled: name === 'clusterName',
    placeholderData: (before) => before,
    staleTime: 10_000,
    // Clusters that Atlas just listed are found a moment later.
    refetchInterval: ({ state }) => (state.data?.data.results.length === 0 ? 5_000 : false),
  })
  const orgName = (id: string) => me?.organizations.find(({ orgId }) => orgId === id)?.name ?? id
  if (name === 'groupId')
    return (me?.projects ?? []).map((p) => ({
      key: p.groupId,
      name: p.name,
      where: orgName(p.orgId),
    }))
  if (name === 'orgId')
    return (me?.organizations ?? []).map((o) => ({ key: o.orgId, name: o.name, where: '' }))
  const found = clusters.data?.data.results ?? []
  const here = found.filter((one) => one.groupId === groupId)
  return (here.length > 0 ? here : found).map((one) => ({
    key: one.name,
    name: one.name,
    where: one.where,
    ...(one.groupId ? { groupId: one.groupId } : {}),
  }))
}

/** A parameter that names a place: typed, or chosen by its name from what the person may see. */
export function PlaceField({ name }: { name: PlaceName }) {
  const { id, error, form } = useField(name)
  const { field } = useController({ name })
  const groupId: unknown = useWatch({ name: 'groupId' })
  const text = String(field.value ?? '')
  const all = usePlaces(name, text, typeof groupId === 'string' ? groupId : '')
  const chosen = all.find(({ key }) => key === text)
  const wanted = text.toLowerCase()
  const found = all.filter((one) =>
    `${one.key} ${one.name} ${one.where}`.toLowerCase().includes(wanted),
  )
  const shown = found.slice(0, MOST_SHOWN)
  const { one, list } = kinds[name]
  const { ref } = field
  // For the form, which focuses the first wrong field.
  useEffect(() => ref({ focus: () => document.getElementById(id)?.focus() }), [ref, id])
  return (
    <FieldShell
      id={id}
      label={name}
      error={error}
      hint={
        chosen && name !== 'clusterName'
          ? [chosen.name, chosen.where].filter(Boolean).join(' · ')
          : `${text && shown.length === 0 ? `No ${one} found. ` : ''}Search by name, or enter ${name === 'clusterName' ? 'a name' : 'an ID'}.`
      }
    >
      <Combobox
        id={id}
        label={list}
        text={text}
        onText={field.onChange}
        isDone={chosen !== undefined || shown.length === 0}
        invalid={error !== undefined}
        describedBy={`${id}-hint ${id}-error`}
        description={
          found.length > shown.length
            ? `The first ${MOST_SHOWN} of ${count(found.length, one)}. Type to narrow them.`
            : count(found.length, one)
        }
        groups={[
          {
            key: one,
            choices: shown.map((option) => ({
              key: `${option.groupId ?? ''}/${option.key}`,
              shown: (
                <>
                  <span className="min-w-0 break-words font-medium">{option.name}</span>
                  <span className="text-muted text-xs">{option.where}</span>
                </>
              ),
            })),
          },
        ]}
        onChoose={(key) => {
          const option = shown.find((o) => `${o.groupId ?? ''}/${o.key}` === key)
          if (!option) return
          field.onChange(option.key)
          if (option.groupId && !groupId) form.setValue('groupId', option.groupId)
        }}
      />
    </FieldShell>
  )
}
