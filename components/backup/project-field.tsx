'use client'
import { useMemo, useState } from 'react'
import { useController } from 'react-hook-form'
import { useMe } from '@/lib/client/use-me'
import { countOf } from '@/lib/format/words'
import { FieldShell, useField } from '../form/field'
import { EnvironmentBadge } from '../ui/badge'
import { Combobox } from '../ui/combobox'

/** The target project: any of the same organization. */
export function ProjectField({ from, onChange }: { from: string; onChange: () => void }) {
  const { id, error } = useField('targetGroupId')
  const { field } = useController({ name: 'targetGroupId' })
  const me = useMe()
  const [typed, setTyped] = useState<string>()
  const projects = useMemo(() => {
    const all = me?.projects ?? []
    const orgId = all.find((p) => p.groupId === from)?.orgId
    return all
      .filter((p) => p.orgId === orgId)
      .toSorted(
        (a, b) =>
          Number(b.groupId === from) - Number(a.groupId === from) || a.name.localeCompare(b.name),
      )
  }, [me, from])
  const chosen = projects.find((p) => p.groupId === field.value)
  const words = (typed ?? '').toLowerCase().split(/\s+/)
  const matching = projects.filter((p) =>
    words.every((word) => `${p.name} ${p.groupId}`.toLowerCase().includes(word)),
  )
  return (
    <FieldShell id={id} label="Target project" error={error}>
      <Combobox
        id={id}
        label="Projects"
        isSelect
        invalid={error !== undefined}
        describedBy={`${id}-error`}
        text={typed ?? chosen?.name ?? String(field.value ?? '')}
        onText={setTyped}
        description={
          matching.length === 0 && typed
            ? `No project in this organization matches “${typed}”.`
            : `${countOf(matching.length, projects.length, 'projects')} in this organization`
        }
        groups={[
          {
            key: 'all',
            choices: matching.map((p) => ({
              key: p.groupId,
              shown: (
                <>
                  <span className="min-w-0 break-words font-medium">{p.name}</span>
                  {p.groupId === from && <span className="text-muted text-xs">this project</span>}
                  {p.environment === 'production' && (
                    <span className="ml-auto">
                      <EnvironmentBadge environment="production" />
                    </span>
                  )}
                </>
              ),
            })),
          },
        ]}
        onChoose={(groupId) => {
          setTyped(undefined)
          if (groupId === field.value) return
          field.onChange(groupId)
          onChange()
        }}
        onClose={() => setTyped(undefined)}
      />
    </FieldShell>
  )
}
