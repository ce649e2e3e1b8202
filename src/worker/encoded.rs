//! A value that travels as bytes of its own, so that who only passes it on need not be able to read it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// A value in postcard's encoding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Encoded<T> {
    bytes: Vec<u8>,
    value: PhantomData<T>,
}

impl<T: Serialize> Encoded<T> {
    /// Encodes a value.
    pub fn of(value: &T) -> Self {
        let bytes = postcard::to_allocvec(value).expect("messages have no parts that postcard cannot write");
        Self { bytes, value: PhantomData }
    }
}

impl<T: DeserializeOwned> Encoded<T> {
    /// The value.
    pub fn decode(&self) -> Result<T, postcard::Error> {
        postcard::from_bytes(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_also_from_within_a_message() {
        let message = ("before", Encoded::of(&vec![1_u32, 2, 3]));
        let bytes = postcard::to_allocvec(&message).unwrap();
        let (before, value): (&str, Encoded<Vec<u32>>) = postcard::from_bytes(&bytes).unwrap();
        assert_eq!((before, value.decode()), ("before", Ok(vec![1, 2, 3])));
    }
}
