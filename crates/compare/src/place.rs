//! Where a row stands.

/// One of the two sets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Side {
    /// The first, or the old one.
    A,
    /// The second, or the new one.
    B,
}

/// A row of one side: the piece it was read in and its record there, both from 0. In order of reading.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// The piece of the side.
    pub piece: u32,
    /// The record in it.
    pub record: u32,
}

impl Place {
    /// As eight bytes that are in the order of the places.
    pub fn bytes(self) -> [u8; 8] {
        ((u64::from(self.piece) << 32) | u64::from(self.record)).to_be_bytes()
    }

    /// From [`Place::bytes`].
    pub fn from_bytes(bytes: [u8; 8]) -> Place {
        let number = u64::from_be_bytes(bytes);
        Place { piece: (number >> 32) as u32, record: number as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_in_the_order_of_reading() {
        let place = |piece, record| Place { piece, record };
        let all = [place(0, 0), place(0, u32::MAX), place(1, 0), place(1, 9), place(256, 1)];
        assert!(all.map(Place::bytes).is_sorted());
        assert_eq!(all.map(|place| Place::from_bytes(place.bytes())), all);
    }
}
