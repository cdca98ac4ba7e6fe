'use client'
import { useProject } from '@/lib/client/use-me'

/** The name of a project by its id; the id itself where it is outside the person's scope. */
export const ProjectName = ({ groupId }: { groupId: string | null | undefined }) => (
  <>{useProject(groupId)?.name ?? groupId ?? 'an unknown project'}</>
)
