import type { Finding, Material, StaffMember, Task } from '@/api/types'

export function material(id: string, changes: Partial<Material> = {}): Material {
  const file = {
    id: `${id}-1`,
    name: `${id}.pdf`,
    media_type: 'application/pdf',
    size: 1024,
    uploaded_at: '2026-11-23T09:00:00+08:00',
  }
  return { id, name: `材料${id}`, required: true, files: [file], ...changes }
}

export function finding(materialId: string | null, changes: Partial<Finding> = {}): Finding {
  return {
    material_id: materialId,
    rule: 'readable',
    level: 'blocking',
    verdict: 'fail',
    message: '图片看不清',
    ...changes,
  }
}

export function staff(changes: Partial<StaffMember> = {}): StaffMember {
  return {
    id: 's1',
    username: 'chen',
    display_name: '陈晓敏',
    role: 'officer',
    department: '综合窗口',
    permissions: ['cases.view', 'cases.accept', 'cases.decide'],
    ...changes,
  }
}

export function task(id: string, changes: Partial<Task> = {}): Task {
  return {
    id,
    kind: 'acceptance',
    kind_label: '受理',
    is_step: false,
    is_late: false,
    state: 'open',
    case: {
      number: `TH${id}`,
      item: { code: 'c', name: '食品经营许可' },
      applicant: '陈*文',
      status: 'submitted',
      status_label: '已提交，待受理',
      submitted_at: null,
      due_at: null,
      warning: null,
    },
    assignee: null,
    outcome: null,
    created_at: '2026-11-23T09:00:00+08:00',
    done_at: null,
    ...changes,
  }
}
