//! Whose values are hidden even with `--unmask`: persons under 支援措置 (DV, ストーカー, 児童虐待 …). Whoever looks for
//! them must not find them in a list of findings (住民基本台帳事務処理要領第5-10). Where unsure, hidden.

use std::collections::HashSet;
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use utsushi_layout::{FileLayout, Rows};

/// The persons who are known to be protected before the first row is written.
#[derive(Debug)]
pub(crate) struct Protection {
    /// Keyed hashes of their 宛名番号; a collision hides one person more.
    numbers: HashSet<u64>,
    /// Drawn anew for every run that does not go on where another stopped.
    key: [u64; 2],
    /// Nobody could say who they are, since an input can be read only once.
    pub everybody: bool,
}

/// A role that says whose row it is, or who stands in it.
fn is_number(role: &str) -> bool {
    role == "address_number" || role.ends_with("_address_number")
}

impl Protection {
    /// Nobody yet; numbers are hashed under `key`.
    pub fn new(key: [u64; 2]) -> Self {
        Protection { numbers: HashSet::new(), key, everybody: false }
    }

    /// For a run that nobody goes on with: the key is drawn.
    pub fn drawn() -> Self {
        let state = RandomState::new();
        Protection::new([state.hash_one(0), state.hash_one(1)])
    }

    /// All that is masked by: another run with the same key and the same persons says the same.
    pub fn told(&self) -> Vec<u8> {
        let mut numbers: Vec<u64> = self.numbers.iter().copied().collect();
        numbers.sort_unstable();
        let mut told = vec![u8::from(self.everybody)];
        told.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        told
    }

    fn hash(&self, value: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.key, value).hash(&mut hasher);
        hasher.finish()
    }

    /// Whether the rows of a file say who is protected: its own flag, or the ledger of 支援措置.
    pub fn is_told_by(layout: &FileLayout, flags_too: bool) -> bool {
        layout.role_index("support_status").is_some()
            || (flags_too && layout.role_index("protected_flag").is_some())
    }

    /// Hashes of the numbers of the protected persons in some rows.
    pub fn numbers(&self, rows: &Rows) -> Vec<u64> {
        let layout = rows.layout();
        let roles = ["address_number", "applicant_address_number"];
        let items: Vec<usize> = roles.iter().filter_map(|role| layout.role_index(role)).collect();
        let said = Said::of(layout);
        let protected = (0..rows.len()).filter(|row| said.by(rows, *row));
        let values = protected.flat_map(|row| items.iter().map(move |item| rows.column(*item).get(row)));
        values.filter(|value| !value.is_empty()).map(|value| self.hash(value)).collect()
    }

    /// Adds what [`Protection::numbers`] found.
    pub fn add(&mut self, numbers: Vec<u64>) {
        self.numbers.extend(numbers);
    }

    /// Marks in `records` (by number in the chunk) the records with a row about a protected person.
    pub fn mark(&self, rows: &Rows, records: &mut [bool]) {
        if self.everybody {
            return records.fill(true);
        }
        let layout = rows.layout();
        let said = Said::of(layout);
        if !matches!(said, Said::Never) {
            for row in (0..rows.len()).filter(|row| said.by(rows, *row)) {
                records[rows.records()[row] as usize] = true;
            }
        }
        if self.numbers.is_empty() {
            return;
        }
        let items = layout.items.iter().enumerate();
        let numbers = items.filter(|(_, item)| item.role.as_deref().is_some_and(is_number));
        for (item, _) in numbers {
            let column = rows.column(item);
            for row in 0..column.len() {
                let value = column.get(row);
                if !value.is_empty() && self.numbers.contains(&self.hash(value)) {
                    records[rows.records()[row] as usize] = true;
                }
            }
        }
    }
}

/// Which rows say that their person is protected, by what their file tells of it. The roles are looked up once.
enum Said {
    /// The file is the ledger: any row of it, ended or not.
    Always,
    /// The flag that is neither blank nor 0, or that cannot be read.
    ByFlag(usize),
    Never,
}

impl Said {
    fn of(layout: &FileLayout) -> Said {
        if layout.role_index("support_status").is_some() {
            return Said::Always;
        }
        layout.role_index("protected_flag").map_or(Said::Never, Said::ByFlag)
    }

    fn by(&self, rows: &Rows, row: usize) -> bool {
        match self {
            Said::Always => true,
            Said::ByFlag(item) => {
                let column = rows.column(*item);
                column.is_settled(row) || !matches!(column.get(row), "" | "0")
            }
            Said::Never => false,
        }
    }
}
