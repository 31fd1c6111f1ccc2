//! What the register knows of a person and a household, before any vendor's format.

use crate::day::Day;
use crate::names::{Name, Town};

/// 男 or 女.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sex {
    Male,
    Female,
}

/// Family and given name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct FullName {
    pub family: &'static Name,
    pub given: &'static Name,
}

/// House number: ban, and go unless 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Lot {
    pub ban: u32,
    pub go: u32,
}

/// An address in the municipality.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Home {
    pub town: &'static Town,
    /// 0: none.
    pub chome: u32,
    pub lot: Lot,
    pub building: Option<Building>,
}

/// A house with rooms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Building {
    pub name: &'static str,
    pub room: u32,
    /// How the name was typed.
    pub typed: Typed,
}

/// How a clerk typed a building's name: nearly always plainly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Typed {
    Plain,
    /// With a half-width comma before the room: the field has to be quoted.
    Comma,
    /// With half-width quotes around the name: they have to be doubled.
    Quotes,
}

/// An address in another municipality, or a registered domicile (本籍) anywhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Elsewhere {
    pub city: &'static str,
    pub town: &'static str,
    pub lot: Lot,
    pub building: Option<Building>,
}

/// 本籍 and 筆頭者.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Koseki {
    pub place: Elsewhere,
    pub head: FullName,
}

/// What is known only of foreign residents.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stay {
    pub nation: &'static str,
    pub status: &'static str,
    /// `None` for those who may stay for good.
    pub until: Option<Day>,
}

/// Why and when the record was removed (消除).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Removal {
    pub day: Day,
    pub reason: &'static str,
    /// Vendor code of 住民状態.
    pub state: &'static str,
    pub to: Option<Elsewhere>,
}

/// How much of a birth date is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    Wholly,
    NotTheDay,
    OnlyTheYear,
    /// 昭和20年頃.
    About,
}

/// A person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resident {
    pub name: FullName,
    /// 通称.
    pub alias: Option<FullName>,
    pub sex: Sex,
    pub birth: Day,
    pub birth_known: Known,
    pub relation: &'static str,
    pub head: FullName,
    pub koseki: Option<Koseki>,
    /// 住民となった日.
    pub since: Day,
    /// 住所を定めた日.
    pub settled: Day,
    pub changed: Day,
    pub change: &'static str,
    pub notified: Day,
    pub came_from: Option<Elsewhere>,
    pub stay: Option<Stay>,
    pub removal: Option<Removal>,
    /// Vendor code of 国保区分.
    pub insurance: &'static str,
}

/// A household and its members, the head first.
#[derive(Debug)]
pub(crate) struct Household {
    pub home: Home,
    /// The last six digits.
    pub telephone: Option<u32>,
    /// The number of its paper card, from before computers.
    pub card: u32,
    pub members: Vec<Resident>,
}
