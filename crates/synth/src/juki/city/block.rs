//! Blocks of households as bytes of every file: each made from its own number alone, so that any thread may make any.

use super::dirt::{Dirt, Planted, Seen, reorder};
use super::fields::Fields;
use super::form;
use super::sheet::Sheet;
use super::sheets::{
    certificate, foreign, history, household, masters, qualification, removed, resident, support, total,
};
use super::story::Story;
use crate::juki::Format;
use crate::juki::block::HOUSEHOLDS;
use crate::juki::household::{MEMBERS_MAX, household as draw};
use crate::random::Random;

/// A file of the export: a sheet, or a part of one.
#[derive(Debug)]
pub(crate) struct Slot {
    pub sheet: &'static Sheet,
    pub part: &'static str,
}

impl Slot {
    /// Its path in the project.
    pub fn path(&self, format: Format) -> String {
        format!("input/{}{}.{}", self.sheet.name, self.part, format.extension())
    }
}

const fn slot(sheet: &'static Sheet, part: &'static str) -> Slot {
    Slot { sheet, part }
}

/// Every file, in the order in which lists show them. Residents are exported in two parts, by where they live.
pub(crate) const SLOTS: &[Slot] = &[
    slot(&resident::SHEET, "a"),
    slot(&resident::SHEET, "b"),
    slot(&household::SHEET, ""),
    slot(&history::CHANGES, ""),
    slot(&history::ADDRESSES, ""),
    slot(&foreign::STAYS, ""),
    slot(&qualification::QUALIFICATIONS, ""),
    slot(&foreign::OTHER_NAMES, ""),
    slot(&qualification::NUMBERS, ""),
    slot(&qualification::CARDS, ""),
    slot(&removed::SHEET, ""),
    slot(&support::SHEET, ""),
    slot(&certificate::CERTIFICATES, ""),
    slot(&certificate::REMARKS, ""),
    slot(&removed::IMAGES, ""),
    slot(&masters::SHEET, ""),
    slot(&total::SHEET, ""),
];

const RESIDENT: [usize; 2] = [0, 1];
const HOUSEHOLD: usize = 2;
const CHANGE: usize = 3;
const ADDRESS: usize = 4;
const STAY: usize = 5;
const QUALIFICATION: usize = 6;
const NAME: usize = 7;
const NUMBER: usize = 8;
const CARD: usize = 9;
const REMOVED: usize = 10;
const SUPPORT: usize = 11;
const CERTIFICATE: usize = 12;
const REMARK: usize = 13;
const IMAGE: usize = 14;
const MASTER: usize = 15;
const TOTAL: usize = 16;

/// Towns up to this one belong to the main office, the others to the branch office.
const MAIN_OFFICE: u32 = 20;

/// What a block is made of, the same for all blocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub seed: u64,
    pub format: Format,
    pub dirt: Option<Dirt>,
}

/// What a block adds to one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub bytes: Vec<u8>,
    pub records: u64,
}

/// A block.
#[derive(Debug)]
pub(crate) struct Made {
    pub parts: Vec<Part>,
    pub people: u64,
    pub households: u64,
    pub totals: total::Totals,
    /// With records counted within this block.
    pub planted: Vec<Planted>,
}

struct Maker<'a> {
    plan: &'a Plan,
    made: Made,
    random: Random,
    scratch: String,
    seen: Seen,
}

impl Plan {
    fn maker(&self, block: u64) -> Maker<'_> {
        let made = Made {
            parts: vec![Part::default(); SLOTS.len()],
            people: 0,
            households: 0,
            totals: total::Totals::default(),
            planted: Vec::new(),
        };
        let random = Random::new(self.seed ^ 0xD1_47, block);
        Maker { plan: self, made, random, scratch: String::new(), seen: Seen::default() }
    }

    /// Makes block `block`, or as much of it as `people` people.
    pub fn block(&self, block: u64, people: u64) -> Made {
        let mut random = Random::new(self.seed, block);
        let mut maker = self.maker(block);
        for nth in 0..HOUSEHOLDS {
            let household = draw(&mut random);
            let left = people - maker.made.people;
            if left == 0 {
                break;
            }
            let first = block * HOUSEHOLDS * MEMBERS_MAX as u64 + maker.made.people + 1;
            let members = household.members.len().min(left as usize);
            let story = Story::of(self.seed, block * HOUSEHOLDS + nth + 1, first, household, members);
            maker.household(&story);
        }
        maker.made
    }

    /// What is the same for every block: the masters, and the counts of all of them.
    pub fn masters(&self, totals: &total::Totals) -> Made {
        let mut maker = self.maker(u64::MAX);
        let mut fields = Fields::default();
        masters::records(&mut fields, &mut |fields| maker.put(MASTER, fields));
        totals.records(&mut fields, &mut |fields| maker.put(TOTAL, fields));
        maker.made
    }
}

impl Maker<'_> {
    fn household(&mut self, story: &Story) {
        let mut fields = Fields::default();
        let fields = &mut fields;
        let mut scratch = String::new();
        self.made.households += 1;
        self.made.people += story.people.len() as u64;
        self.made.totals.household(story);
        let branch = usize::from(story.household.home.town.number > MAIN_OFFICE);
        household::records(story, fields, &mut |fields| self.put(HOUSEHOLD, fields));
        if let Some((kind, count)) = certificate::certificate(story, fields) {
            self.put(CERTIFICATE, fields);
            self.made.totals.add("01.certificate_issue", "交付件数", [kind, "", ""], count);
        }
        for (at, person) in story.people.iter().enumerate() {
            fields.clear();
            resident::record(story, at, &mut scratch, fields);
            self.put(RESIDENT[branch], fields);
            if person.dice.is_multiple_of(500) {
                fields.clear();
                resident::record(story, at, &mut scratch, fields);
                resident::deleted(fields);
                self.put_clean(RESIDENT[branch], fields);
            }
            history::changes(story, person, fields, &mut |fields| self.put(CHANGE, fields));
            history::addresses(story, person, fields);
            self.put(ADDRESS, fields);
            foreign::stays(person, fields, &mut |fields| self.put(STAY, fields));
            if qualification::qualifications(story, person, fields) {
                self.put(QUALIFICATION, fields);
            }
            foreign::other_names(person, fields, &mut |fields| self.put(NAME, fields));
            qualification::numbers(person, fields, &mut |fields| self.put(NUMBER, fields));
            qualification::cards(person, fields, &mut |fields| self.put(CARD, fields));
            removed::records(story, person, fields, &mut |fields| self.put(REMOVED, fields));
            support::records(story, person, fields, &mut |fields| self.put(SUPPORT, fields));
            certificate::remarks(person, fields, &mut |fields| self.put(REMARK, fields));
            removed::images(person, fields, &mut |fields| self.put(IMAGE, fields));
        }
    }

    /// Writes a record, perhaps with a defect.
    fn put(&mut self, slot: usize, fields: &mut Fields) {
        let (sheet, format) = (SLOTS[slot].sheet, self.plan.format);
        let (random, seen) = (&mut self.random, &mut self.seen);
        let Some(defect) = self.plan.dirt.and_then(|dirt| dirt.draw(random, sheet, format, fields, seen))
        else {
            self.put_clean(slot, fields);
            return;
        };
        let part = &mut self.made.parts[slot];
        part.records += 1;
        let begin = part.bytes.len();
        defect.plant(sheet, format, fields, seen, &mut self.scratch, &mut part.bytes);
        reorder(sheet, format, self.plan.dirt, begin, &mut part.bytes);
        self.made.planted.push(Planted { slot, record: part.records, defect });
    }

    fn put_clean(&mut self, slot: usize, fields: &Fields) {
        if self.plan.dirt.is_some() {
            self.seen.notice(SLOTS[slot].sheet, fields);
        }
        let part = &mut self.made.parts[slot];
        part.records += 1;
        let (sheet, format, begin) = (SLOTS[slot].sheet, self.plan.format, part.bytes.len());
        form::record(sheet, format, fields, &mut self.scratch, &mut part.bytes);
        reorder(sheet, format, self.plan.dirt, begin, &mut part.bytes);
    }
}
