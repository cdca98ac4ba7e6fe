'use client'
import { useRouter } from 'next/navigation'
import { useFormContext, useWatch } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { createSearchIndex } from '@/lib/ops/search'
import { type IndexType, indexTypes } from '@/lib/ops/search-known'
import { routes } from '@/lib/routes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { jsonOf, prettyJson } from '../data/json-text'
import { Field } from '../form/field'
import { RadioCards } from '../ui/radio-cards'
import { DefinitionField } from './definition-field'
import { templates } from './simple'

type Place = { groupId: string; clusterName: string }

const cards = [
  {
    value: 'search',
    title: 'search',
    detail: 'Full text, autocomplete, facets and filters, for $search and $searchMeta.',
  },
  {
    value: 'vectorSearch',
    title: 'vectorSearch',
    detail: 'Nearest neighbors of embeddings, for $vectorSearch.',
  },
] as const

/** The form that creates a search index. */
export function CreateSheet({
  place,
  collections,
  onClose,
}: {
  place: Place
  /** `[database, collection]` of the indexes that are there, to choose from. */
  collections: ReadonlyArray<readonly [database: string, collection: string]>
  onClose: () => Promise<unknown>
}) {
  const router = useRouter()
  return (
    <FormSheetOpen
      op={createSearchIndex}
      size="lg"
      description="Atlas builds it on every host. It answers queries once it is built."
      start={{
        ...place,
        database: '',
        collectionName: '',
        name: '',
        type: 'search',
        definition: prettyJson(templates.search),
      }}
      onClose={() => void onClose()}
      onDone={async ({ data }) => {
        // First, because closing writes the address too, and Back must not reopen this.
        await onClose()
        if (data?.indexID)
          router.push(routes.searchIndex(place.groupId, place.clusterName, data.indexID))
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="database"
          label="Database"
          list="search-databases"
          spellCheck={false}
          autoCapitalize="off"
        />
        <Field
          name="collectionName"
          label="Collection"
          list="search-collections"
          spellCheck={false}
          autoCapitalize="off"
          hint="Use an existing collection. For any other name Atlas builds an empty index."
        />
      </div>
      <Known collections={collections} />
      <Field
        name="name"
        label="Index name"
        spellCheck={false}
        autoCapitalize="off"
        hint="Queries use this name, or “default” when they give none. It can’t be changed later."
      />
      <TypeAndDefinition />
    </FormSheetOpen>
  )
}

/** Suggestions while a name is typed: collections that have indexes. */
function Known({ collections }: { collections: ReadonlyArray<readonly [string, string]> }) {
  const database: unknown = useWatch({ name: 'database' })
  const databases = [...new Set(collections.map(([d]) => d))]
  const here = collections.filter(([d]) => database === '' || d === database).map(([, c]) => c)
  return (
    <>
      <datalist id="search-databases">
        {databases.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id="search-collections">
        {[...new Set(here)].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}

const isType = (value: unknown): value is IndexType => indexTypes.some((t) => t === value)

/** A different kind starts from its own template, unless the definition was edited. */
function TypeAndDefinition() {
  const form = useFormContext()
  const chosen: unknown = useWatch({ name: 'type' })
  const type = isType(chosen) ? chosen : 'search'
  const choose = (next: IndexType) => {
    const isUntouched = sameJson(jsonOf(form.getValues('definition')), templates[type])
    form.setValue('type', next, { shouldDirty: true })
    form.clearErrors('definition')
    if (isUntouched) form.setValue('definition', prettyJson(templates[next]))
  }
  return (
    <>
      <RadioCards
        name="type"
        legend="Kind"
        columns={2}
        cards={cards}
        value={type}
        onChange={choose}
      />
      <DefinitionField key={type} type={type} />
    </>
  )
}
