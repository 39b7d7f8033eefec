/// The doctor: what is missing on this machine, and what to do about it.
///
/// Read in this order: [DoctorCommand], [Diagnosis] (one thing looked at), [MachineChecks],
/// [SoftwareChecks].
@NullMarked
package llm.tools.doctor;

import org.jspecify.annotations.NullMarked;
