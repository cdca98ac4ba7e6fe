'use client'
import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import { useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { startAccessReview } from '@/lib/ops/access-reviews'
import { listPeople } from '@/lib/ops/delegations'
import { FormSheet } from '../blocks/form-sheet'
import { Field, SelectField } from '../form/field'
import { ManyField } from '../form/many-field'
import { TimeField } from '../form/time-field'

/** Starts an access review of an organization or of some of its projects. */
export function StartReview({ orgId, onClose }: { orgId: string; onClose: () => void }) {
  return (
    <FormSheet
      op={startAccessReview}
      start={{ name: '', orgId, groupIds: [], reviewers: [] }}
      onClose={onClose}
    >
      <Fields />
    </FormSheet>
  )
}

function Fields() {
  const me = useMe()
  const people = useQuery(read(listPeople, {})).data?.data.results ?? []
  const orgId = useWatch({ name: 'orgId' })
  const projects = me?.projects.filter((project) => project.orgId === orgId) ?? []
  return (
    <>
      <Field name="name" label="Name" hint="Such as “Q4 2026, payments”." />
      <SelectField name="orgId" label="Organization">
        {me?.organizations.map((org) => (
          <option key={org.orgId} value={org.orgId}>
            {org.name}
          </option>
        ))}
      </SelectField>
      <ManyField
        name="groupIds"
        label="Projects"
        one="project"
        hint="Leave it empty for the whole organization, with its API keys and service accounts."
        options={projects.map(({ groupId, name }) => ({ key: groupId, name }))}
      />
      <ManyField
        name="reviewers"
        label="Reviewers"
        one="person"
        none="Choose people"
        hint="Each item needs the decision of one of them. They need a role there."
        options={people.map(({ sub, name }) => ({ key: sub, name }))}
      />
      <TimeField name="dueAt" label="Due" hint="In your time zone." />
    </>
  )
}
