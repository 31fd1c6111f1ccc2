//! What the register knows of a household beyond its present state: what happened when, and what it led to.
//!
//! Everything is drawn from its own stream of random numbers, so that the people are those of the small export.

use super::reason::{Reason, named};
use crate::day::{Day, EXPORT_DAY};
use crate::juki::csv::Numbers;
use crate::juki::household::MEMBERS_MAX;
use crate::juki::places;
use crate::juki::resident::{Elsewhere, Home, Household, Resident, Sex};
use crate::juki::status::{FOREIGNERS_SINCE, INDIVIDUAL_NUMBERS_SINCE, RESIDENT_CODES_SINCE};
use crate::names::{Name, names};
use crate::random::Random;

/// 振り仮名 stand in the register since this day (戸籍法 令和5年法律48号).
pub(crate) const FURIGANA_SINCE: Day = Day::of(2025, 5, 26);
/// 旧氏 (住民基本台帳法施行令 平成31年政令152号).
const FORMER_SURNAMES_SINCE: Day = Day::of(2019, 11, 5);
/// The day on which the city replaced its paper register: older records were 改製.
pub(crate) const REISSUED_ON: Day = Day::of(2004, 3, 1);
/// 外国人住民 have 住民票コード since then.
pub(crate) const FOREIGN_CODES_SINCE: Day = Day::of(2013, 7, 8);

/// One row of a resident's history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub number: u32,
    pub day: Day,
    pub notified: Day,
    pub processed: Day,
    /// The day on which what came of it ended.
    pub end: Option<Day>,
    pub reason: &'static Reason,
    /// Cancelled later, and kept.
    pub cancelled: bool,
    /// The number of the row that this one cancelled.
    pub cancels: Option<u32>,
    /// Whether the resident then lived at the household's former home.
    pub at_former: bool,
    pub latest: bool,
}

/// A 支援措置 of a person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Support {
    /// 1 DV, 2 ストーカー, 3 児童虐待, 4 その他.
    pub kind: &'static str,
    pub start: Day,
    /// Only provisional so far.
    pub provisional: bool,
    /// Whether a year before this one has ended.
    pub renewed: bool,
    /// The member who applied, where it is not this one.
    pub applicant: Option<usize>,
}

/// 旧氏 of a person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FormerSurname {
    pub name: &'static Name,
    pub since: Day,
    /// One that was recorded before and given up for this one.
    pub before: Option<(&'static Name, Day)>,
}

/// A member of a household.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub resident: Resident,
    pub numbers: Numbers,
    pub events: Vec<Event>,
    pub support: Option<Support>,
    pub former_surname: Option<FormerSurname>,
    /// The day from which 振り仮名 is recorded.
    pub furigana: Option<Day>,
    pub reissued: bool,
    pub guardianship: bool,
    /// 抑止 other than for 支援措置.
    pub restricted: bool,
    /// Draws what only one file needs.
    pub dice: u32,
}

/// What a household was at a time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HouseholdEvent {
    pub day: Day,
    pub end: Option<Day>,
    pub reason: &'static Reason,
    pub head: Option<usize>,
    pub removed: bool,
    pub latest: bool,
}

/// A household with everything that is known of it.
#[derive(Debug)]
pub(crate) struct Story {
    pub number: u64,
    pub household: Household,
    /// Where they lived in the municipality before, if they moved in it.
    pub former: Home,
    pub previous_head: &'static Name,
    pub people: Vec<Person>,
    /// The present head; `None` when all have gone.
    pub head: Option<usize>,
    pub removed: Option<(Day, &'static str)>,
    pub events: Vec<HouseholdEvent>,
    pub dice: u32,
}

impl Story {
    /// What is known of the first `members` of household `number`; at least one.
    pub fn of(seed: u64, number: u64, first_person: u64, mut household: Household, members: usize) -> Story {
        let mut random = Random::new(seed ^ 0x5EED_C17F, number);
        household.members.truncate(members.clamp(1, MEMBERS_MAX));
        twins(&mut random, &mut household.members);
        let former = places::home(&mut random);
        let previous_head = random.pick(&names().families);
        let people = household.members.iter().enumerate().map(|(at, resident)| {
            let numbers = Numbers { seed, person: first_person + at as u64, household: number };
            person(&mut random, *resident, numbers)
        });
        let mut people: Vec<Person> = people.collect();
        support(&mut random, &mut people);
        let here = |person: &Person| person.resident.removal.is_none();
        let head = people.iter().position(|person| here(person) && person.resident.relation == "世帯主");
        let removed = match people.iter().any(here) {
            true => None,
            false => people
                .iter()
                .filter_map(|person| person.resident.removal)
                .max_by_key(|removal| removal.day)
                .map(|removal| (removal.day, removal.reason)),
        };
        let events = household_events(&people, head, removed);
        let dice = random.below(u32::MAX);
        Story { number, household, former, previous_head, people, head, removed, events, dice }
    }

    /// The members who are there.
    pub fn present(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.resident.removal.is_none())
    }

    /// 世帯国籍区分: 1 Japanese only, 2 foreigners only, 3 both.
    pub fn nationality_kind(&self) -> &'static str {
        let counted = |foreign: bool| {
            let gone = self.removed.is_some();
            self.people
                .iter()
                .filter(|person| gone || person.resident.removal.is_none())
                .any(|person| person.resident.stay.is_some() == foreign)
        };
        match (counted(false), counted(true)) {
            (true, true) => "3",
            (false, true) => "2",
            _ => "1",
        }
    }
}

impl Person {
    /// Where they live now, or lived at last.
    pub fn latest(&self) -> &Event {
        // A person's history has at least the row that began it.
        self.events.iter().rev().find(|event| event.latest).unwrap_or(&self.events[0])
    }

    pub fn has_individual_number(&self) -> bool {
        self.resident.removal.is_none_or(|removal| removal.day >= INDIVIDUAL_NUMBERS_SINCE)
    }

    pub fn resident_codes_since(&self) -> Day {
        if self.resident.stay.is_some() { FOREIGN_CODES_SINCE } else { RESIDENT_CODES_SINCE }
    }

    pub fn has_resident_code(&self) -> bool {
        self.resident.removal.is_none_or(|removal| removal.day >= self.resident_codes_since())
    }

    /// The birthday on which they are so many years old.
    pub fn aged(&self, years: i32) -> Day {
        let birth = self.resident.birth.date();
        let day = if (birth.month, birth.day) == (2, 29) { 28 } else { i32::from(birth.day) };
        Day::of(i32::from(birth.year) + years, birth.month.into(), day)
    }

    /// The day until which they are there: that of the removal, or of the export.
    pub fn until(&self) -> Day {
        self.resident.removal.map_or(EXPORT_DAY, |removal| removal.day)
    }

    pub fn came_from(&self) -> Option<&Elsewhere> {
        self.resident.came_from.as_ref()
    }

    pub fn restriction(&self) -> bool {
        self.restricted || self.support.is_some()
    }
}

/// Of two children of a household, one in sixty pairs was born on one day: all but the names is the same.
fn twins(random: &mut Random, members: &mut [Resident]) {
    let child = |resident: &Resident| resident.relation == "子";
    let Some(first) = members.windows(2).position(|pair| pair.iter().all(child)) else { return };
    if random.chance(1, 60) {
        let [older, younger] = [members[first], members[first + 1]];
        members[first + 1] = Resident { name: younger.name, sex: younger.sex, ..older };
    }
}

fn person(random: &mut Random, resident: Resident, numbers: Numbers) -> Person {
    let reissued = resident.since < REISSUED_ON
        && resident.removal.is_none_or(|removal| removal.day > REISSUED_ON)
        && resident.stay.is_none()
        && random.chance(1, 5);
    let japanese_here = resident.stay.is_none() && resident.removal.is_none();
    let adult = resident.birth < EXPORT_DAY.plus(-18 * 366);
    let surnames = &names().families;
    let former_surname = (japanese_here && adult && random.chance(1, 80)).then(|| {
        let earliest = FORMER_SURNAMES_SINCE.max(resident.since);
        let since = earliest.plus(random.below((EXPORT_DAY.0 - earliest.0).max(1) as u32) as i32);
        let before = (since.0 - earliest.0 > 100 && random.chance(1, 4))
            .then(|| (random.pick(surnames), since.plus(-random.between(20, 90))));
        FormerSurname { name: random.pick(surnames), since, before }
    });
    let furigana = (japanese_here && random.chance(4, 5))
        .then(|| FURIGANA_SINCE.max(resident.since).plus(random.between(0, 300)).min(EXPORT_DAY));
    let mut person = Person {
        resident,
        numbers,
        events: Vec::new(),
        support: None,
        former_surname,
        furigana,
        reissued,
        guardianship: japanese_here && adult && random.chance(1, 400),
        restricted: japanese_here && adult && random.chance(1, 300),
        dice: random.below(u32::MAX),
    };
    person.events = events(random, &person);
    person
}

/// What happened to a person: rows in order of their numbers, some cancelled, some numbers left out.
fn events(random: &mut Random, person: &Person) -> Vec<Event> {
    let resident = &person.resident;
    let removal = resident.removal;
    let last_change = resident.change;
    let first = if resident.since == resident.birth {
        "出生"
    } else if resident.settled == resident.since && matches!(last_change, "転入" | "国外転入") {
        last_change
    } else if resident.came_from.is_some() {
        "転入"
    } else if resident.stay.is_some() {
        "国外転入"
    } else {
        "職権記載"
    };
    // Day, reason, at the former home, days until it was notified.
    let moved = resident.settled > resident.since;
    let mut drafts: Vec<(Day, &'static Reason, bool)> = vec![(resident.since, named(first), moved)];
    if person.reissued {
        drafts.push((REISSUED_ON, named("改製"), moved && resident.settled > REISSUED_ON));
    }
    if moved {
        drafts.push((resident.settled, named("転居"), false));
    }
    let end = removal.map_or(EXPORT_DAY, |removal| removal.day);
    if removal.is_none() && (resident.changed > resident.settled || last_change == "世帯主変更") {
        drafts.push((resident.changed, named(last_change), false));
        // Several events of one day.
        if random.chance(1, 6) {
            drafts.push((resident.changed, named("続柄修正"), false));
        }
    }
    if let Some(removal) = removal {
        drafts.push((removal.day, named(removal.reason), false));
    }
    drafts.sort_by_key(|draft| draft.0);
    let count = drafts.len();
    let mut rows: Vec<Event> = Vec::with_capacity(count + 2);
    let mut number = 0;
    for (nth, (day, reason, at_former)) in drafts.into_iter().enumerate() {
        number += 1;
        let notified = match nth + 1 == count {
            true => resident.notified.max(day),
            false => day.plus(random.between(0, 14)).min(end),
        };
        // 遡及 and slow clerks: entered some days after.
        let processed = notified.plus(random.low(4) as i32).min(EXPORT_DAY);
        let row = Event {
            number,
            day,
            notified,
            processed,
            end: None,
            reason,
            cancelled: false,
            cancels: None,
            at_former,
            latest: false,
        };
        // Entered wrongly first, cancelled, and entered again.
        if nth > 0 && random.chance(1, 30) {
            rows.push(Event { cancelled: true, end: Some(day), ..row });
            number += 1;
            // A number that was given out and never used.
            if random.chance(1, 3) {
                number += 1;
            }
            rows.push(Event { number, cancels: Some(number_of(&rows)), ..row });
            continue;
        }
        rows.push(row);
    }
    let mut next: Option<Day> = None;
    for row in rows.iter_mut().rev().filter(|row| !row.cancelled) {
        row.end = next;
        row.latest = next.is_none();
        next = Some(row.day);
    }
    rows
}

fn number_of(rows: &[Event]) -> u32 {
    rows.last().map_or(0, |row| row.number)
}

/// One in some 150 households protects a woman, and with her the children.
fn support(random: &mut Random, people: &mut [Person]) {
    if !random.chance(1, 150) {
        return;
    }
    let adult = |person: &Person| {
        person.resident.sex == Sex::Female
            && person.resident.removal.is_none()
            && person.aged(18) <= EXPORT_DAY
            && person.aged(80) > EXPORT_DAY
    };
    let Some(applicant) = people.iter().position(adult) else { return };
    let start = EXPORT_DAY.plus(-random.between(5, 330));
    let start = start.max(people[applicant].resident.since);
    let kind = *random.pick(&["1", "1", "1", "2", "4"]);
    let provisional = random.chance(1, 8);
    let renewed = !provisional && random.chance(1, 2);
    for (at, person) in people.iter_mut().enumerate() {
        let child = person.resident.relation == "子" && person.aged(18) > EXPORT_DAY;
        let here = person.resident.removal.is_none();
        if at == applicant || (child && here) {
            let applicant = (at != applicant).then_some(applicant);
            let renewed = renewed && person.resident.since < start.plus(-400);
            // Who came later than the measure began is protected from the day on which they came.
            let start = start.max(person.resident.since);
            person.support = Some(Support { kind, start, provisional, renewed, applicant });
        }
    }
}

fn household_events(
    people: &[Person],
    head: Option<usize>,
    removed: Option<(Day, &'static str)>,
) -> Vec<HouseholdEvent> {
    let founder = people.iter().position(|person| person.resident.head == person.resident.name).unwrap_or(0);
    let of = |at: usize| &people[at].resident;
    let began = people.iter().map(|person| person.resident.settled).min().unwrap_or(FOREIGNERS_SINCE);
    let reason = match people[0].events[0].reason.name {
        "出生" | "職権記載" => "世帯変更",
        name if of(0).settled > of(0).since || name == "転居" => "転居",
        name => name,
    };
    let mut rows = vec![(began, named(reason), Some(founder), false)];
    if let Some(head) = head
        && of(head).change == "世帯主変更"
    {
        let before = people.iter().position(|person| person.resident.removal.is_some());
        rows[0].2 = before.or(Some(founder));
        rows.push((of(head).changed, named("世帯主変更"), Some(head), false));
    } else if head.is_some() {
        rows[0].2 = head;
    }
    if let Some((day, reason)) = removed {
        rows.push((day, named(reason), None, true));
    }
    let ends: Vec<Option<Day>> = rows.iter().skip(1).map(|row| Some(row.0)).chain([None]).collect();
    let count = rows.len();
    rows.into_iter()
        .zip(ends)
        .enumerate()
        .map(|(nth, ((day, reason, head, removed), end))| HouseholdEvent {
            day,
            end,
            reason,
            head,
            removed,
            latest: nth + 1 == count,
        })
        .collect()
}
