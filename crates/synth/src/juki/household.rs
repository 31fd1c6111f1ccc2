//! Households as they are: who lives together, how old they are, when they came and went.

use super::resident::{Elsewhere, FullName, Household, Known, Koseki, Removal, Resident, Sex};
use super::status::Arrival;
use super::{places, status};
use crate::day::{Day, EXPORT_DAY};
use crate::names::{Name, Nation, names};
use crate::random::Random;

/// Members of a household at most.
pub(crate) const MEMBERS_MAX: usize = 6;

/// Who lives together, with its share of 1,000 households (after the shapes of the national census, rounded).
const SHAPES: [(Shape, u32); 8] = [
    (Shape::YoungSingle, 95),
    (Shape::Single, 140),
    (Shape::OldSingle, 150),
    (Shape::YoungCouple, 40),
    (Shape::OldCouple, 210),
    (Shape::Family, 265),
    (Shape::OneParent, 65),
    (Shape::ThreeGenerations, 35),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    YoungSingle,
    Single,
    OldSingle,
    YoungCouple,
    OldCouple,
    Family,
    OneParent,
    ThreeGenerations,
}

/// A member before dates and names.
#[derive(Clone, Copy)]
struct Draft {
    relation: &'static str,
    sex: Sex,
    age: i32,
}

/// Draws one household.
pub(crate) fn household(random: &mut Random) -> Household {
    let nation = random.chance(27, 1000).then(|| a_nation(random));
    let shape = match nation {
        Some(_) => *random.pick(&[Shape::YoungSingle, Shape::YoungSingle, Shape::YoungCouple, Shape::Family]),
        None => shape(random),
    };
    // The day as of which people are as old as they are, and what happened then to all of them.
    let end = end(random, shape, nation.is_some());
    let as_of = end.map_or(EXPORT_DAY, |removal| removal.day);
    let mut drafts = drafts(random, shape);
    drafts.truncate(MEMBERS_MAX);
    let head_age = drafts[0].age;
    let years = random.low(head_age.clamp(19, 60) as u32 - 18) as i32;
    let mut came = as_of.plus(-random.between(1, 365) - years * 365);
    if nation.is_some() {
        came = came.max(status::FOREIGNERS_SINCE);
    }
    let arrival = status::arrival(random, came, nation.is_some());
    let mut maker = Maker { random, nation, as_of, arrival, end, family: None, koseki: None, head: None };
    let mut members = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let member = maker.resident(draft, &members);
        members.push(member);
    }
    if shape == Shape::OldCouple && end.is_none() {
        death_of_one(random, &mut members);
    }
    Household {
        home: places::home(random),
        telephone: random.chance(19, 20).then(|| random.below(1_000_000)),
        card: random.below(100_000_000),
        members,
    }
}

/// The table begins with the nation of which most residents are.
fn a_nation(random: &mut Random) -> &'static Nation {
    let nations = &names().nations;
    &nations[random.low(nations.len() as u32) as usize]
}

fn shape(random: &mut Random) -> Shape {
    let mut left = random.below(1000);
    for (shape, share) in SHAPES {
        match left.checked_sub(share) {
            Some(rest) => left = rest,
            None => return shape,
        }
    }
    Shape::Family
}

/// What removed the whole household from the register, if anything did.
fn end(random: &mut Random, shape: Shape, foreign: bool) -> Option<Removal> {
    let recent = |random: &mut Random, years: u32| EXPORT_DAY.plus(-1 - random.low(years * 365) as i32);
    if shape == Shape::OldSingle && random.chance(20, 100) {
        // Removed records are kept for 150 years, and many of these were kept before.
        let years = if random.chance(1, 4) { 45 } else { 15 };
        return Some(status::death(recent(random, years)));
    }
    random.chance(21, 1000).then(|| {
        let day = recent(random, if foreign { 9 } else { 13 });
        let to = places::elsewhere(random);
        status::moved_out(day, (!foreign || random.chance(1, 2)).then_some(to))
    })
}

fn drafts(random: &mut Random, shape: Shape) -> Vec<Draft> {
    let any = if random.chance(1, 2) { Sex::Male } else { Sex::Female };
    let head = |sex, age| Draft { relation: "世帯主", sex, age };
    let mut drafts = match shape {
        Shape::YoungSingle => vec![head(any, random.between(18, 34))],
        Shape::Single => vec![head(any, random.between(35, 64))],
        Shape::OldSingle => {
            let sex = if random.chance(2, 3) { Sex::Female } else { Sex::Male };
            vec![head(sex, 66 + random.between(0, 14) + random.low(26) as i32)]
        }
        Shape::YoungCouple => couple(random, 22, 44),
        Shape::OldCouple => {
            let youngest = 60 + random.low(14) as i32;
            couple(random, youngest, youngest + 18)
        }
        Shape::Family | Shape::ThreeGenerations => couple(random, 26, 62),
        Shape::OneParent => {
            let sex = if random.chance(17, 20) { Sex::Female } else { Sex::Male };
            vec![head(sex, random.between(24, 88))]
        }
    };
    if matches!(shape, Shape::Family | Shape::ThreeGenerations | Shape::OneParent) {
        let youngest_parent = drafts.iter().map(|draft| draft.age).min().unwrap_or(30);
        let mut age = youngest_parent - random.between(20, 36).min(youngest_parent);
        for _ in 0..1 + random.low(4) {
            let sex = if random.chance(1, 2) { Sex::Male } else { Sex::Female };
            drafts.push(Draft { relation: "子", sex, age });
            age -= random.between(1, 4);
            if age < 0 || drafts.len() == MEMBERS_MAX - 1 {
                break;
            }
        }
    }
    if shape == Shape::ThreeGenerations {
        let age = drafts[0].age + random.between(21, 33);
        drafts.push(Draft { relation: "母", sex: Sex::Female, age });
        if random.chance(1, 2) && drafts.len() < MEMBERS_MAX {
            drafts.push(Draft { relation: "父", sex: Sex::Male, age: age + random.between(0, 5) });
        }
    }
    drafts
}

fn couple(random: &mut Random, youngest: i32, oldest: i32) -> Vec<Draft> {
    let age = random.between(youngest, oldest);
    let other = (age + random.between(-6, 3)).max(20);
    let (first, second, relation) = match random.chance(19, 20) {
        true => (Sex::Male, Sex::Female, "妻"),
        false => (Sex::Female, Sex::Male, "夫"),
    };
    vec![Draft { relation: "世帯主", sex: first, age }, Draft { relation, sex: second, age: other }]
}

/// One of an old couple may have died; a widow or widower becomes the head. The removed record stays as it was.
fn death_of_one(random: &mut Random, members: &mut [Resident]) {
    let [head, other] = members else { return };
    if !random.chance(6, 100) {
        return;
    }
    let earliest = head.settled.max(other.settled).max(EXPORT_DAY.plus(-12 * 365));
    let day = earliest.plus(random.below((EXPORT_DAY.0 - earliest.0) as u32) as i32);
    let (gone, left) = if random.chance(2, 3) { (head, other) } else { (other, head) };
    let head_changes = gone.relation == "世帯主";
    status::remove(gone, status::death(day));
    if head_changes {
        left.relation = "世帯主";
        left.head = left.name;
        left.changed = day.max(left.changed);
        left.notified = left.changed;
        left.change = "世帯主変更";
    }
}

/// Turns drafts of one household into residents.
struct Maker<'a> {
    random: &'a mut Random,
    nation: Option<&'static Nation>,
    as_of: Day,
    arrival: Arrival,
    end: Option<Removal>,
    family: Option<&'static Name>,
    koseki: Option<Koseki>,
    head: Option<FullName>,
}

impl Maker<'_> {
    fn resident(&mut self, draft: Draft, others: &[Resident]) -> Resident {
        let birth = self.as_of.plus(-draft.age * 365 - draft.age / 4 - self.random.between(1, 364));
        // Among Japanese couples some have a foreign wife.
        let married_in = self.nation.is_none() && draft.relation == "妻" && self.random.chance(4, 1000);
        let nation = self.nation.or(married_in.then(|| a_nation(self.random)));
        let name = self.name(draft, birth, nation, others);
        let head = *self.head.get_or_insert(name);
        let alias = nation.filter(|_| self.random.chance(1, 8)).map(|_| self.japanese_name(draft.sex, birth));
        let koseki = match nation {
            Some(_) => None,
            None => Some(self.koseki(draft, name)),
        };
        let stay =
            nation.map(|nation| status::stay(self.random, nation, (draft.relation, married_in), self.as_of));
        let mut resident = Resident {
            name,
            alias,
            sex: draft.sex,
            birth,
            birth_known: self.known(birth),
            relation: draft.relation,
            head,
            koseki,
            since: birth,
            settled: birth,
            changed: birth,
            change: "出生",
            notified: birth,
            came_from: None,
            stay,
            removal: None,
            insurance: if self.random.chance(1, 4) { "1" } else { "0" },
        };
        status::arrive(self.random, &mut resident, &self.arrival, self.as_of);
        if let Some(removal) = self.end {
            status::remove(&mut resident, removal);
        }
        resident
    }

    fn name(
        &mut self,
        draft: Draft,
        birth: Day,
        nation: Option<&'static Nation>,
        others: &[Resident],
    ) -> FullName {
        let Some(nation) = nation else {
            let family = match self.family {
                Some(family) => family,
                None => {
                    let families = &names().families;
                    let family = &families[self.random.low(families.len() as u32) as usize];
                    *self.family.insert(family)
                }
            };
            let mut given = self.given(draft.sex, birth);
            // No two of one name in a household, as far as three tries go.
            for _ in 0..3 {
                if others.iter().all(|other| other.name.given != given) {
                    break;
                }
                given = self.given(draft.sex, birth);
            }
            return FullName { family, given };
        };
        // Children bear the head's family name, husband and wife each their own.
        let family = match self.head {
            Some(head) if draft.relation == "子" && self.nation.is_some() => head.family,
            _ => self.random.pick(&nation.family),
        };
        FullName { family, given: self.random.pick(&nation.given[draft.sex as usize]) }
    }

    fn given(&mut self, sex: Sex, birth: Day) -> &'static Name {
        names().given(self.random, sex as usize, i32::from(birth.date().year))
    }

    fn japanese_name(&mut self, sex: Sex, birth: Day) -> FullName {
        FullName { family: self.random.pick(&names().families), given: self.given(sex, birth) }
    }

    /// Husband, wife and children are in one family register, those who live alone perhaps in their father's, parents
    /// in their own.
    fn koseki(&mut self, draft: Draft, name: FullName) -> Koseki {
        let place: Elsewhere = match self.koseki {
            Some(koseki) if draft.relation != "母" => return koseki,
            Some(koseki) => koseki.place,
            None => places::koseki_place(self.random),
        };
        let head = match draft.sex {
            Sex::Male if draft.age >= 26 => name,
            _ => FullName {
                family: name.family,
                given: self.given(Sex::Male, self.as_of.plus(-(draft.age + 28) * 365)),
            },
        };
        *self.koseki.insert(Koseki { place, head })
    }

    /// In one of about 2,000 records part of the birth date is unknown; all of them old.
    fn known(&mut self, birth: Day) -> Known {
        let date = birth.date();
        // Years in which two eras meet are left alone: what S010000 means is not known.
        if date.year >= 1960 || matches!(date.year, 1912 | 1926) || !self.random.chance(1, 600) {
            return Known::Wholly;
        }
        *self.random.pick(&[Known::OnlyTheYear, Known::OnlyTheYear, Known::NotTheDay, Known::About])
    }
}
