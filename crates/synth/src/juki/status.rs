//! Coming and going: the dates and reasons of a resident's record, in an order that can have been.

use super::places;
use super::resident::{Elsewhere, Removal, Resident, Stay};
use crate::day::Day;
use crate::names::Nation;
use crate::random::Random;

/// Foreigners have resident records since 2012-07-09 (平成21年法律77号).
pub(crate) const FOREIGNERS_SINCE: Day = Day::of(2012, 7, 9);
/// No record removed before has a 住民票コード (住民基本台帳法 平成11年法律133号).
pub(crate) const RESIDENT_CODES_SINCE: Day = Day::of(2002, 8, 5);
/// No record removed before has a 個人番号 (番号法).
pub(crate) const INDIVIDUAL_NUMBERS_SINCE: Day = Day::of(2015, 10, 5);

pub(crate) fn death(day: Day) -> Removal {
    Removal { day, reason: "死亡", state: "3", to: None }
}

/// `to` nowhere known: abroad.
pub(crate) fn moved_out(day: Day, to: Option<Elsewhere>) -> Removal {
    Removal { day, reason: if to.is_some() { "転出" } else { "国外転出" }, state: "2", to }
}

/// Removes a record. Whatever happened after that did not happen.
pub(crate) fn remove(resident: &mut Resident, removal: Removal) {
    resident.changed = removal.day;
    resident.notified = removal.day;
    resident.change = removal.reason;
    resident.removal = Some(removal);
}

/// How a household came to its home, all who were born together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    day: Day,
    /// When those who moved in town had become residents; before everything for those who always were.
    residents_since: Day,
    change: &'static str,
    from: Option<Elsewhere>,
    /// Days until it was notified.
    delay: i32,
}

/// Draws how a household came on `day`.
pub(crate) fn arrival(random: &mut Random, day: Day, foreign: bool) -> Arrival {
    let elsewhere = places::elsewhere(random);
    let earlier = day.plus(-1 - random.low(40 * 365) as i32);
    let (residents_since, change, from) = match random.below(20) {
        0..8 if foreign => (day, "国外転入", None),
        0..12 => (day, "転入", Some(elsewhere)),
        12..17 => (earlier, "転居", Some(elsewhere)),
        _ => (Day(i32::MIN), "転居", None),
    };
    Arrival { day, residents_since, change, from, delay: random.between(0, 14) }
}

/// Sets the dates of a resident; so far the record says that they were born here.
pub(crate) fn arrive(random: &mut Random, resident: &mut Resident, arrival: &Arrival, as_of: Day) {
    if resident.birth < arrival.day {
        resident.settled = arrival.day;
        resident.since = arrival.residents_since.max(resident.birth);
        resident.changed = arrival.day;
        resident.change = arrival.change;
        // Those born after the family had become residents came from nowhere.
        resident.came_from = arrival.from.filter(|_| resident.since > resident.birth);
        if resident.stay.is_some() {
            resident.since = resident.since.max(FOREIGNERS_SINCE);
            resident.settled = resident.settled.max(FOREIGNERS_SINCE);
        }
    }
    if random.chance(3, 20) {
        let days = (as_of.0 - resident.settled.0).max(1);
        resident.changed = resident.settled.plus(random.below(days as u32) as i32);
        resident.change = *random.pick(&["職権修正", "戸籍届出", "世帯変更", "住居表示"]);
    }
    resident.changed = resident.changed.max(resident.settled);
    resident.notified = resident.changed.plus(arrival.delay).min(as_of);
}

/// Status of residence and its end, of a member with this relation to the head who perhaps is a Japanese one's wife.
pub(crate) fn stay(
    random: &mut Random,
    nation: &Nation,
    (relation, of_japanese): (&str, bool),
    as_of: Day,
) -> Stay {
    let status = match nation.name {
        _ if of_japanese => *random.pick(&["日本人の配偶者等", "永住者"]),
        "韓国" if random.chance(1, 2) => "特別永住者",
        _ if matches!(relation, "子" | "妻" | "夫") => *random.pick(&["家族滞在", "永住者", "定住者"]),
        "ブラジル" => *random.pick(&["定住者", "永住者"]),
        "米国" => *random.pick(&["教育", "技術・人文知識・国際業務", "永住者", "経営・管理"]),
        _ => *random.pick(&[
            "技能実習１号ロ",
            "技能実習２号ロ",
            "特定技能１号",
            "留学",
            "技術・人文知識・国際業務",
            "永住者",
        ]),
    };
    let forever = matches!(status, "永住者" | "特別永住者");
    let until = as_of.plus(random.between(30, 5 * 365));
    Stay { nation: nation.name, status, until: (!forever).then_some(until) }
}

#[cfg(test)]
mod tests {
    use super::super::household::household;
    use super::super::resident::Known;
    use crate::day::EXPORT_DAY;
    use crate::random::Random;

    #[test]
    fn nothing_happens_before_a_birth_or_after_a_removal_or_the_export() {
        let mut random = Random::new(5, 0);
        for _ in 0..20_000 {
            for resident in household(&mut random).members {
                let end = resident.removal.map_or(EXPORT_DAY, |removal| removal.day);
                assert!(resident.birth <= resident.since, "{resident:?}");
                assert!(resident.since <= resident.settled, "{resident:?}");
                assert!(resident.settled <= resident.changed, "{resident:?}");
                assert!(resident.changed <= resident.notified, "{resident:?}");
                assert!(resident.notified <= end && end <= EXPORT_DAY, "{resident:?}");
            }
        }
    }

    #[test]
    fn foreigners_have_a_nation_and_no_family_register() {
        let mut random = Random::new(6, 0);
        let people: Vec<_> = (0..20_000).flat_map(|_| household(&mut random).members).collect();
        for resident in &people {
            assert_eq!(resident.stay.is_some(), resident.koseki.is_none());
            assert!(resident.stay.is_none() || resident.since >= super::FOREIGNERS_SINCE, "{resident:?}");
        }
        let share = |count: usize, of: usize| count * of / people.len();
        let foreign = people.iter().filter(|resident| resident.stay.is_some()).count();
        assert!((18..=35).contains(&share(foreign, 1000)), "{foreign} of {}", people.len());
        let removed = people.iter().filter(|resident| resident.removal.is_some()).count();
        assert!((30..=50).contains(&share(removed, 1000)), "{removed} of {}", people.len());
        let unknown = people.iter().filter(|resident| resident.birth_known != Known::Wholly).count();
        assert!((2..=10).contains(&share(unknown, 10_000)), "{unknown} of {}", people.len());
    }
}
