"""Connected components."""

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class UnionFind(Generic[T]):
    """Sets that grow by joining; path halving keeps it near-linear. The grouping does not depend on the order of joins."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def add(self, item: T) -> None:
        """Make the item known, alone."""
        self._parent.setdefault(item, item)

    def root(self, item: T) -> T:
        """Whatever stands for the item's set now."""
        self.add(item)
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, left: T, right: T) -> None:
        """Make two items' sets one."""
        a, b = self.root(left), self.root(right)
        if a != b:
            self._parent[b] = a
