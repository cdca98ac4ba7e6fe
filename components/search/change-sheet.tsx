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

/** Replaces the definition of an index. */
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
  // What was there when the form was opened; the page behind it goes on reading.
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
      title={`Change “${opened.name}”`}
      description="The whole definition is replaced by what stands here: what you leave out is gone. The present version goes on serving until the new one is built."
    >
      <OpForm
        op={updateSearchIndex}
        start={{ ...place, ...fieldsOf(opened), opened }}
        submit="Replace the definition"
        pending="Replacing…"
        done={`The definition of “${opened.name}” is replaced`}
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
          <Banner tone="warn" title={`This console does not know indexes of type ${opened.type}`}>
            Its definition is sent as it stands here, unchecked. Atlas decides.
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
