//! Gaiji: a vendor's private characters, and what a municipality's own table says that they are.

mod candidates;
mod carry;
mod code;

use std::collections::HashMap;

pub use candidates::{Candidate, candidates};
pub use carry::{Carrier, Change, ChangeKind, Fault, FaultKind};
pub use code::{parse_vendor_code, vendor_code};

/// How far a gaiji has been identified (同定).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum GaijiStatus {
    /// Somebody has said which glyph it is.
    Identified,
    /// Nobody has yet.
    Pending,
    /// Somebody has said that it cannot be identified, or is no character.
    Rejected,
}

impl GaijiStatus {
    /// Every status, as lists show them.
    pub const ALL: &[GaijiStatus] = &[GaijiStatus::Identified, GaijiStatus::Pending, GaijiStatus::Rejected];

    /// Its name in a gaiji table.
    pub fn name(self) -> &'static str {
        match self {
            GaijiStatus::Identified => "identified",
            GaijiStatus::Pending => "pending",
            GaijiStatus::Rejected => "rejected",
        }
    }

    /// The status of this name, in English or Japanese.
    pub fn from_name(name: &str) -> Option<GaijiStatus> {
        match name {
            "identified" | "同定済" | "同定済み" => Some(GaijiStatus::Identified),
            "pending" | "未同定" | "調査中" => Some(GaijiStatus::Pending),
            "rejected" | "同定不能" | "同定不可" => Some(GaijiStatus::Rejected),
            _ => None,
        }
    }
}

/// What a table says of one gaiji.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gaiji {
    /// How far it is identified.
    pub status: GaijiStatus,
    /// How the glyph it is identified with is written; `None` where that glyph has no code.
    pub spelling: Option<String>,
    /// What is written instead where the receiving side does not take the glyph (代替文字).
    pub substitute: Option<String>,
}

/// The gaiji of one system.
#[derive(Clone, Debug, Default)]
pub struct GaijiTable(HashMap<char, Gaiji>);

impl GaijiTable {
    /// What it says of a private character.
    pub fn get(&self, character: char) -> Option<&Gaiji> {
        self.0.get(&character)
    }

    /// How many gaiji it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many gaiji it has of one status.
    pub fn of(&self, status: GaijiStatus) -> usize {
        self.0.values().filter(|gaiji| gaiji.status == status).count()
    }
}

impl FromIterator<(char, Gaiji)> for GaijiTable {
    fn from_iter<I: IntoIterator<Item = (char, Gaiji)>>(gaiji: I) -> GaijiTable {
        GaijiTable(gaiji.into_iter().collect())
    }
}
