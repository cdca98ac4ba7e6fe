import { redirect } from 'next/navigation'
import { routes } from '@/lib/routes'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string }> }

export default async function ProjectPage({ params }: Props) {
  await requirePerson()
  redirect(routes.clusters((await params).groupId))
}
