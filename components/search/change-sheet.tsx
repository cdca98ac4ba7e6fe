'use client'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { getSearchIndex, openedOf, updateSearchIndex } from '@/lib/ops/search'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import { jsonOf, prettyJson } from '../data/json-text'
import { OpForm } from '../form/op-form'
import { Banner } from '../ui/banner'
import { Sheet } from '../ui/dialog'
import { DefinitionField } from './definition-field'

type Opened = ReturnType<typeof openedOf>
const fieldsOf = (now: unknown) => ({
  // What `opened.reload` gave, which is in this shape.
  definition: prettyJson(jsonOf((now as Opened).latestDefinition)),
})

/** The form that replaces the definition of an index. */
export function ChangeSheet({
  place,
  index,
  onClose,
}: {
  place: { groupId: string; clusterName: string; indexId: string }
  index: SearchIndex
  onClose: () => void
}) {
  const cache = useQueryClient()
  // As it was when the form opened; the page behind it keeps refreshing.
  const [opened] = useState(() => openedOf(index))
  const reload = async () => {
    const now = await cache.fetchQuery({ ...read(getSearchIndex, place), staleTime: 0 })
    return openedOf(now.data)
  }
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={`Edit “${opened.name}”`}
      description="This replaces the whole definition, so anything you leave out is removed. The current version keeps serving until the new one is built."
    >
      <OpForm
        op={updateSearchIndex}
        start={{ ...place, ...fieldsOf(opened), opened }}
        submit="Replace the definition"
        pending="Replacing…"
        done={`Definition of “${opened.name}” replaced`}
        changes={{
          was: (input) => jsonOf(input.opened.latestDefinition),
          to: (input) => jsonOf(input.definition),
          label: 'The index definition',
          ordered: true,
        }}
        opened={{
          reload,
          label: 'The index',
          start: fieldsOf,
        }}
        onCancel={onClose}
        onDone={onClose}
      >
        {opened.type && opened.type !== 'search' && opened.type !== 'vectorSearch' && (
          <Banner tone="warn" title={`Unknown index type: ${opened.type}`}>
            Gatehouse sends the definition without checking it.
          </Banner>
        )}
        <DefinitionField
          type={opened.type === 'vectorSearch' ? 'vectorSearch' : 'search'}
          held={opened.latestDefinition}
        />
      </OpForm>
    </Sheet>
  )
}
