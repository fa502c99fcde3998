// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "tviz/graph/graph.hpp"

namespace transformers {

/// Places the steps of an interior and joins them. Steps are named by what place() returned.
class InteriorWriter {
 public:
  int weight(const std::string& label, int column, int row, const std::string& note = {}) {
    return place({label, "learned", column, row, note});
  }
  int operation(const std::string& label, int column, int row) {
    return place({label, "operation", column, row});
  }
  /// A tensor that has a name.
  int tensor(const std::string& label, int column, int row) {
    return place({label, "tensor", column, row});
  }
  int product(int column, int row) { return place({"", "product", column, row}); }
  int sum(int column, int row) { return place({"", "sum", column, row}); }

  void wire(int from, int to, std::vector<std::string> sites = {}) {
    interior_.wires.push_back({from, to, std::move(sites)});
  }

  tviz::Interior finish() && { return std::move(interior_); }

 private:
  int place(tviz::Step step) {
    interior_.steps.push_back(std::move(step));
    return static_cast<int>(interior_.steps.size()) - 1;
  }

  tviz::Interior interior_;
};

}  // namespace transformers
