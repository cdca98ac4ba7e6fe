'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { count, countOf, list } from '@/lib/format/words'
import { type FoundCluster, searchClusters } from '@/lib/ops/directory'
import { MOST_TARGETS } from '@/lib/ops/several-shapes'
import { FieldWords, useField } from '../../form/field'
import { RadioField } from '../../form/radio-field'
import { Button } from '../../ui/button'
import { Checkbox, Input } from '../../ui/input'
import { ClusterOption } from './cluster-option'

type Target = { groupId: string; clusterName: string }
const keyOf = ({ groupId, clusterName }: Target) => `${groupId}/${clusterName}`
const whyNotOf = (one: FoundCluster) => one.whyNot ?? one.taken

/** `team=payments` as a tag. Undefined: it is none yet. */
function tagIn(text: string): { key: string; value: string } | undefined {
  const at = text.indexOf('=')
  return at < 1 ? undefined : { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }
}

/** Several clusters for one request: from a list, or all with a tag. */
export function SeveralField({ byTag }: { byTag: boolean }) {
  const searchId = useId()
  const { form, error, id } = useField('targets')
  const [typed, setTyped] = useState('')
  const tag = byTag ? tagIn(typed) : undefined
  const text = byTag ? '' : typed.trim().slice(0, 100)
  const found = useQuery({
    ...read(searchClusters, { text, ...(tag ? { tag } : {}) }),
    enabled: !byTag || tag !== undefined,
    placeholderData: keepPreviousData,
  })
  const results = (byTag && !tag ? undefined : found.data?.data)?.results ?? []
  const total = found.data?.data.totalCount ?? 0
  const chosen: Target[] = form.watch('targets') ?? []
  const keys = new Set(chosen.map(keyOf))
  const choose = (targets: Target[]) =>
    form.setValue(
      'targets',
      targets.map(({ groupId, clusterName }) => ({ groupId, clusterName })),
      { shouldDirty: true, shouldValidate: form.formState.isSubmitted },
    )
  const toggle = (one: Target) =>
    choose(keys.has(keyOf(one)) ? chosen.filter((c) => keyOf(c) !== keyOf(one)) : [...chosen, one])

  // A tag chooses all clusters that have it; each can then be left out.
  const listed = byTag && tag && !found.isPlaceholderData ? results.map(keyOf).join(' ') : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each list that a tag gives
  useEffect(() => {
    if (listed === undefined) return
    form.setValue('tag', tag)
    choose(results)
  }, [listed])

  const refused = results.filter((one) => keys.has(keyOf(one)) && whyNotOf(one) !== null)
  return (
    <div className="grid grid-cols-1 gap-3">
      <div>
        <label htmlFor={searchId} className="mb-1.5 block font-medium text-sm">
          {byTag ? 'Tag' : 'Clusters'}
        </label>
        <Input
          id={searchId}
          value={typed}
          spellCheck={false}
          placeholder={byTag ? 'team=payments' : 'Cluster, project or organization'}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={`${id}-hint ${id}-error`}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <FieldWords
          id={id}
          hint={
            byTag
              ? 'Gatehouse reads the tags from Atlas again when you send the request.'
              : `${countOf(results.length, total, 'clusters')} shown. At most ${MOST_TARGETS} in one request.`
          }
          error={error}
        />
      </div>
      {results.length > 0 && (
        <fieldset className="max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line">
          <legend className="sr-only">Clusters of the request</legend>
          {results.map((one) => (
            <label
              key={keyOf(one)}
              className="flex cursor-pointer items-start gap-3 px-3 py-2 text-sm hover:bg-hover"
            >
              <Checkbox
                className="-mt-0.5"
                checked={keys.has(keyOf(one))}
                disabled={!keys.has(keyOf(one)) && whyNotOf(one) !== null}
                onChange={() => toggle(one)}
              />
              <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
                <ClusterOption cluster={{ ...one, whyNot: whyNotOf(one) }} />
                <span className="w-full text-muted text-xs">
                  {one.groupName} · {one.orgName}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <p role="status" className="text-muted text-sm">
        {byTag && tag && found.data && results.length === 0
          ? `No cluster in your scope has the tag ${tag.key}=${tag.value}.`
          : `${count(chosen.length, 'cluster')} selected${chosen.length > 0 ? `: ${list(chosen.map((one) => one.clusterName))}` : ''}`}
      </p>
      {refused.length > 0 && (
        <div className="flex flex-wrap items-center gap-3 text-sm text-warn">
          <span>
            {count(refused.length, 'selected cluster')} can’t be requested now. Leave{' '}
            {refused.length === 1 ? 'it' : 'them'} out to send the request.
          </span>
          <Button
            size="sm"
            onClick={() =>
              choose(chosen.filter((c) => !refused.some((one) => keyOf(one) === keyOf(c))))
            }
          >
            Leave out
          </Button>
        </div>
      )}
      <RadioField
        name="onFailure"
        label="If one cluster fails"
        cards={[
          {
            value: 'stop',
            title: 'Stop',
            detail:
              'Gatehouse sends one cluster at a time and skips the rest after the first failure.',
          },
          {
            value: 'continue',
            title: 'Go on',
            detail: 'Gatehouse continues with the other clusters after a failure.',
          },
        ]}
      />
    </div>
  )
}
