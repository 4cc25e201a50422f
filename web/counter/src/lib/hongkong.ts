/** Simplified characters into those of Hong Kong. Large: loaded by `content.ts` when first wanted. */

import { ConverterFactory } from 'opencc-js/core'
import cn from 'opencc-js/from/cn'
import hk from 'opencc-js/to/hk'

/** Where phrases of OpenCC cut our sentences wrongly, and where Hong Kong's offices write otherwise. */
const OURS = [
  '签 簽', '签注 簽注', '钟 鐘', '了解 了解', '了如何 了如何', '明了 明了', '换发 換發', '金发 金發', '额发 額發',
  '发卡 發卡', '承诺制 承諾制', '自制饮品 自製飲品', '证明复印 證明複印', '明复印 明複印', '和面积 和面積',
  '指南回 指南回', '指南里 指南裏', '承诺里 承諾裏', '卡里 卡裏', '岳洲 岳洲', '尽快 盡快', '尽早 盡早', '尽量 盡量',
  '公布 公布', '发布 發布', '宣布 宣布', '颁布 頒布', '复议 覆議', '行政复议 行政覆議', '复核 覆核', '复查 覆查',
  '复检 覆檢', '行复核 行覆核', '回复数 回覆數', '被发证 被發證', '机关注销 機關註銷', '工致残 工致殘', '证里 證裏',
].join('|')

/** After OpenCC: what it cuts wrongly in many sentences, and shapes as Hong Kong types them, not as its
 * printed standard has them. */
const TYPED = [
  '隻開 只開', '週歲 周歲', '週轉 周轉', '揾 搵', '説 說', '税 稅', '脱 脫', '悦 悅', '閲 閱', '鋭 銳', '兑 兌',
  '户 戶', '温 溫', '卧 臥', '敍 敘', '啓 啟', '羣 群', '峯 峰', '麪 麵',
].join('|')

const [words = []] = cn

export const toHongKong = ConverterFactory([OURS, ...words], ...hk, [TYPED])
