/** What the reader may do with a case now, and what the applicant is told when they do it. */

import type { Decision, Permission, StaffMember, Task, TaskResult } from '@/api/types'

export type PanelMode = 'no_task' | 'claimable' | 'not_permitted' | 'held_by_other' | 'mine'

const NEEDED: Partial<Record<string, Permission>> = {
  acceptance: 'cases.accept',
  decision: 'cases.decide',
  delivery: 'cases.accept',
}

export const PERMISSION_LABELS: Record<Permission, string> = {
  'cases.view': '查看办件',
  'cases.accept': '受理办件、退回补正',
  'cases.decide': '作出准予或不予的决定',
  'cases.reveal': '查看申请人完整信息（留痕）',
  'cases.lead': '给同事分派办件、共享视图',
  'cases.people': '按姓名或证件号查找申请人（留痕）',
  'cases.history': '查看申请人的其他办件（留痕）',
  'cases.credit': '查询申请人信用（留痕）',
  'inspections.hold': '远程勘察、制作勘察笔录',
  'knowledge.view': '查看知识库',
  'knowledge.edit': '编辑知识库、导入',
  'knowledge.review': '审核同事提交的内容',
  'consultations.view': '看咨询统计',
  'consultations.read': '看市民没得到答案的话',
  'understanding.correct': '纠正机器人的理解',
  'understanding.review': '批准理解纠正、看理解模型',
  'statistics.view': '查看办件统计和报表',
  'ratings.view': '查看办件评价',
  'reports.manage': '管理报表定义、重算和重发',
  'search.manage': '管理检索策略',
  'handoffs.serve': '接待市民',
  'letters.approve': '批准勘误',
  'publications.manage': '公示结果',
  'audit.read': '查阅审计记录',
  'handoffs.lead': '管理接待',
  'processes.work': '办理审批环节',
  'processes.lead': '督办、改派、批量改用新版流程',
  'processes.manage': '绘制、发布、绑定流程',
  'calendar.manage': '调整工作日历',
  'halls.manage': '管理大厅、窗口，打印码单',
  'halls.serve': '在窗口值班，使用窗口平板',
  'organisation.view': '查看组织架构和人员',
  'organisation.manage': '管理组织架构、岗位',
  'accounts.manage': '开设、停用、重置账号',
  'access.manage': '管理角色和授权、锁定账号',
}

export const ROLE_LABELS: Record<StaffMember['role'], string> = {
  clerk: '窗口受理员',
  officer: '审批员',
  supervisor: '科室负责人',
  editor: '内容编辑',
  admin: '系统管理员',
  security: '安全管理员',
  auditor: '审计管理员',
  '': '还没有授权',
}

export const RESULT_LABELS: Record<TaskResult, string> = {
  accept: '受理',
  return: '退回补正',
  approve: '准予',
  reject: '不予',
  withdrawn: '申请人撤回',
  lapsed: '逾期未补正',
  pass: '通过',
  refuse: '不予通过',
  agree: '同意',
  disagree: '不同意',
  dropped: '已取消',
  process: '转入审批流程',
  approved: '视为准予',
}

export function panelMode(task: Task | null, staff: StaffMember): PanelMode {
  if (!task || task.state === 'done') return 'no_task'
  if (task.assignee) return task.assignee.id === staff.id ? 'mine' : 'held_by_other'
  const needed = NEEDED[task.kind]
  return !needed || staff.permissions.includes(needed) ? 'claimable' : 'not_permitted'
}

export interface DecisionWords {
  title: string
  confirm: string
  /** What follows for the applicant, in the officer's words. */
  consequence: string
  tone: 'primary' | 'success' | 'danger'
}

/** The words of the confirmation that stands between a click and the applicant. */
export function decisionWords(decision: Decision, itemName: string): DecisionWords {
  switch (decision) {
    case 'accept':
      return {
        title: '确认受理这件申请？',
        confirm: '确认受理',
        consequence: `申请人会马上在对话和办件进度里看到：您的「${itemName}」申请已受理，以及预计办结日期。受理后进入审核环节。`,
        tone: 'primary',
      }
    case 'approve':
      return {
        title: '确认准予？',
        confirm: '确认准予',
        consequence: `申请人会马上在对话和办件进度里看到：您的「${itemName}」申请已准予通过，以及您填写的意见。决定作出后不能在这里撤销。`,
        tone: 'success',
      }
    case 'reject':
      return {
        title: '确认不予？',
        confirm: '确认不予',
        consequence: `申请人会马上在对话和办件进度里看到：您的「${itemName}」申请没有通过、您填写的理由，以及可拨打 12345 或依法申请行政复议。决定作出后不能在这里撤销。`,
        tone: 'danger',
      }
  }
}

/** Why the decision cannot be sent yet, or null when it can. */
export function decisionObstacle(decision: Decision, note: string): string | null {
  if (decision !== 'reject' || note.trim() !== '') return null
  return '作出不予决定必须说明理由，请先在「审核意见」里写明依据和原因。'
}
