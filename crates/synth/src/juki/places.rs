//! Addresses in the municipality and elsewhere.

use super::resident::{Building, Elsewhere, Home, Lot, Typed};
use crate::names::names;
use crate::random::Random;

/// Prefecture and municipality: neither exists.
pub(crate) const CITY: &str = "架空県架空市";

pub(crate) fn home(random: &mut Random) -> Home {
    let towns = &names().towns;
    let town = &towns[random.low(towns.len() as u32) as usize];
    let (chome, lot) = match town.chomes {
        // Where no 住居表示 has been carried out, lots have large numbers.
        0 => (0, Lot { ban: 1 + random.below(2400), go: random.below(4) }),
        chomes => (1 + random.below(chomes), Lot { ban: 1 + random.below(40), go: 1 + random.below(30) }),
    };
    let typed = match random.below(200) {
        0 => Typed::Comma,
        1 => Typed::Quotes,
        _ => Typed::Plain,
    };
    let building = building(random, typed);
    Home { town, chome, lot, building }
}

pub(crate) fn elsewhere(random: &mut Random) -> Elsewhere {
    let (city, town) = *random.pick(&names().elsewhere);
    let lot = Lot { ban: 1 + random.low(1500), go: random.below(20) };
    Elsewhere { city, town, lot, building: building(random, Typed::Plain) }
}

/// Half of the people live in houses with rooms.
fn building(random: &mut Random, typed: Typed) -> Option<Building> {
    let room = 101 + random.low(9) * 100 + random.below(9);
    let name = *random.pick(&names().buildings);
    random.chance(1, 2).then_some(Building { name, room, typed })
}

/// 本籍: for half of the people in the municipality.
pub(crate) fn koseki_place(random: &mut Random) -> Elsewhere {
    let place = elsewhere(random);
    let place = Elsewhere { lot: Lot { go: 0, ..place.lot }, building: None, ..place };
    match random.chance(1, 2) {
        true => Elsewhere { city: CITY, town: random.pick(&names().towns).name, ..place },
        false => place,
    }
}
